import rule from '../../src/rules/bce-for-regression';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'quantities far from 0 and 1': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(50, 10, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy')
#                                    ^^^^^^^^^^^^^^^^^^^^^ bce-for-regression
model.fit(x, y, epochs=20)
`,
    'targets of make_regression': `
import numpy as np
from tensorflow import keras
from sklearn.datasets import make_regression
x, y = make_regression(300, 8)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy')
#                                    ^^^^^^^^^^^^^^^^^^^^^ bce-for-regression
model.fit(x, y, epochs=20)
`,
  },
  ignores: {
    'pixels of an autoencoder': `
import numpy as np
from tensorflow import keras
(x, _), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
model = keras.Sequential([keras.layers.Dense(32, 'relu', input_shape=(784,)), keras.layers.Dense(784, 'sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, x)
`,
    'soft labels between 0 and 1': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.rand(300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
    classes: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype('int32')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
    'labels that are not followed': `
import numpy as np
from tensorflow import keras
x, y = load()
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
    'a squared error': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(50, 10, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=20)
`,
  },
  fixes: {
    'with a squared error and no activation': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(50, 10, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(50, 10, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mean_squared_error')
model.fit(x, y, epochs=20)
`,
    },
  },
});
