import rule from '../../src/rules/deep-saturating';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'layers added in a loop': `
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
for _ in range(5):
    model.add(Dense(32, activation='sigmoid'))
    #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deep-saturating
model.add(Dense(1))
model.compile('adam', 'mse')
model.fit(x, y)
`,
  },
  ignores: {
    'two sigmoid layers': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='sigmoid'),
    keras.layers.Dense(16, activation='sigmoid'),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'normalisation between them': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='sigmoid'),
    keras.layers.BatchNormalization(),
    keras.layers.Dense(16, activation='sigmoid'),
    keras.layers.BatchNormalization(),
    keras.layers.Dense(16, activation='sigmoid'),
    keras.layers.BatchNormalization(),
    keras.layers.Dense(16, activation='sigmoid'),
    keras.layers.BatchNormalization(),
    keras.layers.Dense(16, activation='sigmoid'),
    keras.layers.BatchNormalization(),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'six tanh layers': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='tanh'),
    keras.layers.Dense(16, activation='tanh'),
    keras.layers.Dense(16, activation='tanh'),
    keras.layers.Dense(16, activation='tanh'),
    keras.layers.Dense(16, activation='tanh'),
    keras.layers.Dense(16, activation='tanh'),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
  },
});
