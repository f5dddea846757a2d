import rule from '../../src/rules/spatial-collapse';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'pooling of what a loop of layers left': `
from tensorflow import keras
model = keras.Sequential()
model.add(keras.Input((8, 8, 3)))
for filters in (8, 16):
    model.add(keras.layers.Conv2D(filters, 3))
    model.add(keras.layers.MaxPooling2D())
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^ spatial-collapse
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(2, activation='softmax'))
model.compile('adam', 'sparse_categorical_crossentropy')
`,
    'a sequence that is too short': `
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Conv1D(8, 5, input_shape=(4, 3)),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ spatial-collapse
    keras.layers.Flatten(),
    keras.layers.Dense(2, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
`,
  },
  ignores: {
    'down to one pixel': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Conv2D(8, 3, input_shape=(3, 3, 1)), keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`,
    'padded windows': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Conv2D(8, 3, padding='SAME', input_shape=(1, 1, 1)), keras.layers.MaxPooling2D(padding='same'), keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`,
    'sizes that are not known': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Conv2D(8, 3, input_shape=(None, None, 1)), keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`,
  },
  fixes: {
    'pads this layer and those behind': {
      before: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Conv2D(8, 5, input_shape=(4, 4, 1)), keras.layers.MaxPooling2D(), keras.layers.MaxPooling2D(8), keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`,
      after: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Conv2D(8, 5, input_shape=(4, 4, 1), padding='same'), keras.layers.MaxPooling2D(padding='same'), keras.layers.MaxPooling2D(8, padding='same'), keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`,
    },
  },
});
