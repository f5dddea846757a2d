import rule from '../../src/rules/double-softmax';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'an activation and a layer': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
    keras.layers.Softmax(),
#   ^^^^^^^^^^^^^^^^^^^^^^ double-softmax
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'sigmoid before softmax': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(3, activation='sigmoid', input_shape=(8,)),
    keras.layers.Activation('softmax'),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ double-softmax
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
  },
  ignores: {
    'one softmax': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'softmax as a layer of its own': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(3, input_shape=(8,)),
    keras.layers.Softmax(),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'relu before softmax': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(3, activation='relu', input_shape=(8,)),
    keras.layers.Softmax(),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'attention inside the model': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((10, 8))
scores = keras.layers.Softmax(axis=1)(keras.layers.Dense(1)(inputs))
pooled = keras.layers.Flatten()(keras.layers.Multiply()([inputs, scores]))
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(pooled))
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  fixes: {
    'by removing the first': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
    keras.layers.Softmax(),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3),
    keras.layers.Softmax(),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    },
    'of a classifier out of keras.applications': {
      before: `
from tensorflow import keras
model = keras.Sequential([
    keras.applications.MobileNetV2(weights=None, classes=5, input_shape=(32, 32, 3)),
    keras.layers.Softmax(),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
      after: `
from tensorflow import keras
model = keras.Sequential([
    keras.applications.MobileNetV2(weights=None, classes=5, input_shape=(32, 32, 3), classifier_activation=None),
    keras.layers.Softmax(),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    },
  },
});
