import rule from '../../src/rules/label-range-mismatch';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'more classes than units': `
import numpy as np
from tensorflow import keras
y = np.random.randint(0, 12, size=100)
x = np.random.normal(size=(100, 4)) + y[:, None]
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(4,)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
#            ^ label-range-mismatch
`,
    'several classes on one unit': `
import numpy as np
from tensorflow import keras
y = np.random.randint(0, 3, size=100)
x = np.random.normal(size=(100, 4)) + y[:, None]
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(4,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
#            ^ label-range-mismatch
`,
  },
  ignores: {
    'a class for the background': `
import numpy as np
from tensorflow import keras
y = np.random.randint(0, 10, size=100)
x = np.random.normal(size=(100, 4)) + y[:, None]
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(4,)),
    keras.layers.Dense(11, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'hinge with -1 and 1': `
import numpy as np
from tensorflow import keras
y = np.random.choice([-1, 1], size=100)
x = np.random.normal(size=(100, 4)) + y[:, None]
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(4,)),
    keras.layers.Dense(1, activation='tanh'),
])
model.compile(optimizer='adam', loss='hinge', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  fixes: {
    'with more units': {
      before: `
import numpy as np
from tensorflow import keras
y = np.random.randint(0, 12, size=100)
x = np.random.normal(size=(100, 4)) + y[:, None]
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(4,)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
y = np.random.randint(0, 12, size=100)
x = np.random.normal(size=(100, 4)) + y[:, None]
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(4,)),
    keras.layers.Dense(12, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
