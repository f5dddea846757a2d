import rule from '../../src/rules/missing-flatten';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'hidden layers on positions too': `
import numpy as np
from tensorflow import keras
x = np.random.rand(100, 8, 8, 3)
y = np.random.randint(0, 2, 100)
model = keras.Sequential([
    keras.layers.Conv2D(8, 3, activation='relu', input_shape=(8, 8, 3)),
    keras.layers.Dense(16, activation='relu'),
    keras.layers.Dense(2, activation='softmax'),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-flatten
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  ignores: {
    'a mask': `
import numpy as np
from tensorflow import keras
x = np.random.rand(100, 8, 8, 3)
y = np.random.randint(0, 2, (100, 8, 8, 1))
model = keras.Sequential([keras.layers.Conv2D(8, 3, padding='same', activation='relu', input_shape=(8, 8, 3)), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y)
`,
    'a global pooling': `
import numpy as np
from tensorflow import keras
x = np.random.rand(100, 8, 8, 3)
y = np.random.randint(0, 2, 100)
model = keras.Sequential([keras.layers.Conv2D(8, 3, activation='relu', input_shape=(8, 8, 3)), keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'labels that are not known': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Conv2D(8, 3, activation='relu', input_shape=(8, 8, 3)), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  fixes: {
    'before the first of the Dense layers': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(100, 8, 8, 3)
y = np.random.randint(0, 2, 100)
model = keras.Sequential()
model.add(keras.layers.Conv2D(8, 3, activation='relu', input_shape=(8, 8, 3)))
model.add(keras.layers.Dense(16, activation='relu'))
model.add(keras.layers.Dense(2, activation='softmax'))
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(100, 8, 8, 3)
y = np.random.randint(0, 2, 100)
model = keras.Sequential()
model.add(keras.layers.Conv2D(8, 3, activation='relu', input_shape=(8, 8, 3)))
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(16, activation='relu'))
model.add(keras.layers.Dense(2, activation='softmax'))
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    },
  },
});
