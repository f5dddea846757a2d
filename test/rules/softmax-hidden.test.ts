import rule from '../../src/rules/softmax-hidden';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'softmax before the last layer': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='softmax', input_shape=(8,)),
#                                     ^^^^^^^^^ softmax-hidden
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'in a convolution before pooling': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Conv2D(8, 3, activation='softmax', input_shape=(28, 28, 1)),
#                                        ^^^^^^^^^ softmax-hidden
    keras.layers.MaxPooling2D(),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  ignores: {
    'softmax in the last layer alone': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'an activation that is not known': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation=args.activation, input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'attention weights': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
weights = keras.layers.Dense(8, activation='softmax')(inputs)
attended = keras.layers.multiply([inputs, weights])
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(attended))
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'an auxiliary output': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
aux = keras.layers.Dense(3, activation='softmax', name='aux')(inputs)
main = keras.layers.Dense(1, activation='sigmoid', name='main')(keras.layers.Dense(16, 'relu')(inputs))
model = keras.Model(inputs, [main, aux])
model.compile('adam', {'main': 'binary_crossentropy', 'aux': 'sparse_categorical_crossentropy'})
model.fit(x, {'main': y, 'aux': z})
`,
  },
  fixes: {
    'with relu': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='softmax', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    },
  },
});
