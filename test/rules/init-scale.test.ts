import rule from '../../src/rules/init-scale';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'a deviation of one': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', kernel_initializer=keras.initializers.RandomNormal(stddev=1.0), input_shape=(64,)),
#                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ init-scale
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'uniform between 0 and 1': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', kernel_initializer=keras.initializers.RandomUniform(0, 10), input_shape=(64,)),
#                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ init-scale
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
  },
  ignores: {
    "Keras's default deviation": `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', kernel_initializer=keras.initializers.RandomNormal(), input_shape=(64,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    he_normal: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', kernel_initializer='he_normal', input_shape=(64,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'few inputs, where one is no large deviation': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', kernel_initializer=keras.initializers.RandomNormal(stddev=1.0), input_shape=(4,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'an embedding': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([keras.layers.Embedding(1000, 16, embeddings_initializer=keras.initializers.RandomNormal(stddev=1.0)), keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(1, 'sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y)
`,
    'a deviation that is not known': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', kernel_initializer=keras.initializers.RandomNormal(stddev=args.std), input_shape=(64,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
  },
  fixes: {
    'with the usual one for relu': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', kernel_initializer=keras.initializers.RandomNormal(stddev=1.0), input_shape=(64,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', kernel_initializer='he_normal', input_shape=(64,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    },
  },
});
