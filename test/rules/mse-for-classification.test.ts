import rule from '../../src/rules/mse-for-classification';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'softmax over several classes': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss=keras.losses.MeanSquaredError())
#                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mse-for-classification
model.fit(x, y)
`,
    'sigmoid with an accuracy metric': `
from tensorflow import keras
loss = 'mean_absolute_error'
model = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', loss, metrics=['acc'])
#                     ^^^^ mse-for-classification
model.fit(x, y)
`,
  },
  ignores: {
    'an autoencoder': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(64, activation='sigmoid')])
model.compile('adam', 'mse', metrics=['accuracy'])
model.fit(x, x)
`,
    'sigmoid for a quantity between 0 and 1': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'mse', metrics=['mae'])
model.fit(x, y)
`,
    'a linear head': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(1)])
model.compile('adam', 'mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'another model in the same file': `
from tensorflow import keras
regressor = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(1)])
classifier = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(1, activation='sigmoid')])
regressor.compile('adam', 'mse')
classifier.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
regressor.fit(x, z)
classifier.fit(x, y)
`,
  },
  fixes: {
    'with the loss for integer labels': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(90, 4)
y = np.random.randint(0, 3, 90)
model = keras.Sequential([keras.layers.Dense(16, 'relu', input_shape=(4,)), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='sgd', loss="mse")
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(90, 4)
y = np.random.randint(0, 3, 90)
model = keras.Sequential([keras.layers.Dense(16, 'relu', input_shape=(4,)), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='sgd', loss="sparse_categorical_crossentropy")
model.fit(x, y)
`,
    },
    'an instance': {
      before: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss=keras.losses.MeanSquaredError(), metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
