import rule from '../../src/rules/relu-output-regression';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'labels of unknown sign': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='relu'),
#                                    ^^^^^^ relu-output-regression
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  ignores: {
    'labels that are never negative': `
import numpy as np
from tensorflow import keras
y = np.random.uniform(0, 3, size=(100, 1))
x = np.concatenate([y, y], axis=1)
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(2,)),
    keras.layers.Dense(1, activation='relu'),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'images as output': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Conv2D(8, 3, activation='relu', padding='same', input_shape=(32, 32, 3)), keras.layers.Conv2D(3, 3, activation='relu', padding='same')])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'an autoencoder': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(8, activation='relu'),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, x)
`,
  },
});
