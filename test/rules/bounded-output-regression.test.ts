import rule from '../../src/rules/bounded-output-regression';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'tanh and values up to 10': `
import numpy as np
from tensorflow import keras
y = np.random.uniform(-10, 10, size=(100, 1))
x = np.concatenate([y, y], axis=1)
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(2,)),
    keras.layers.Dense(1, activation='tanh'),
#                                    ^^^^^^ bounded-output-regression
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  ignores: {
    'labels within the range': `
import numpy as np
from tensorflow import keras
y = np.random.uniform(0, 1, size=(100, 1))
x = np.concatenate([y, y], axis=1)
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(2,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'labels that are not known': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'an image autoencoder': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(8, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, x)
`,
  },
});
