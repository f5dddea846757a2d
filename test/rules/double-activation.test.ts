import rule from '../../src/rules/double-activation';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'relu twice': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.ReLU(),
#   ^^^^^^^^^^^^^^^^^^^ double-activation
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  ignores: {
    'softmax twice, which has its own rule': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(3, activation='softmax', input_shape=(8,)), keras.layers.Softmax()])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'an output that is used twice': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
inputs = keras.Input((8,))
h = keras.layers.Dense(16, activation='tanh')(inputs)
g = keras.layers.Activation('sigmoid')(h)
h = keras.layers.Multiply()([h, g])
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(h))
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'an activation layer after a linear one': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, activation=None, input_shape=(8,)), keras.layers.ReLU(), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  fixes: {
    'keeps the layer': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(8,)), keras.layers.LeakyReLU(), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, input_shape=(8,)), keras.layers.LeakyReLU(), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    },
  },
});
