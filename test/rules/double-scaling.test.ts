import rule from '../../src/rules/double-scaling';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'a Rescaling layer on top': `
import numpy as np
from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
model = keras.Sequential([
    keras.layers.Rescaling(1 / 255),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ double-scaling
    keras.layers.Flatten(), keras.layers.Dense(64, 'relu'), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train)
`,
    'divided twice by the range that was measured once, in a function': `
import numpy as np
from tensorflow import keras
def normalize(a):
    low, high = a.min(), a.max()
    spread = high - low
    a = (a - low) / spread
    return a / spread
    #      ^^^^^^^^^^ double-scaling
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = normalize(x_train)
model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28)), keras.layers.Dense(64, 'relu'), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train)
`,
    'divided twice by the deviation, in a class that another file uses': `
import numpy as np
class Loader:
    def standardize(self, data):
        mean = np.mean(data, axis=0)
        std = np.std(data, axis=0) + 1e-8
        return (data - mean) / std / std
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^ double-scaling
`,
    'divided twice by a range that is kept from being 0': `
import numpy as np
from settings import EPSILON
def normalize(data, homogeneous):
    if homogeneous:
        low = data.min()
        spread = data.max() - low
        spread = EPSILON if spread == 0.0 else spread
    else:
        low = data.min(axis=0)
        spread = data.max(axis=0) - low
        spread[spread == 0.0] = EPSILON
    return np.float32(((data - low) / spread) / spread)
    #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ double-scaling
`,
  },
  ignores: {
    'a maximum that is measured anew': `
import numpy as np
def normalize(data):
    data = (data - data.min()) / (data.max() - data.min())
    return data / data.max()
`,
    'each column by its own deviation, in a loop': `
import numpy as np
def normalize(data, columns):
    mean, std = data.mean(axis=0), data.std(axis=0)
    for i in range(columns):
        data[:, i] = (data[:, i] - mean[i]) / std[i]
    return data
`,
    'train and test by the deviation of train': `
import numpy as np
def scale(train, test):
    mean, std = train.mean(axis=0), train.std(axis=0)
    train = (train - mean) / std
    test = (test - mean) / std
    return train, test
`,
    'the variance as divisor': `
import numpy as np
def weight(returns):
    return (returns - returns.mean()) / returns.std() ** 2
`,
    'a density': `
import numpy as np
def density(data):
    std = data.std()
    z = (data - data.mean()) / std
    return np.exp(-0.5 * z ** 2) / std
`,
    'a range or an option': `
import numpy as np
def scale(data, wide):
    std = data.std()
    size = 1.0 if wide else std
    return (data - data.mean()) / std / size
`,
    'train and test, each once': `
import numpy as np
from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
x_test = x_test / 255.0
model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28)), keras.layers.Dense(64, 'relu'), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train)
`,
    'standardized afterwards': `
import numpy as np
from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
x_train = (x_train - x_train.mean()) / x_train.std()
model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28)), keras.layers.Dense(64, 'relu'), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train)
`,
    'divided, then moved': `
import numpy as np
from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0 - 0.5
model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28)), keras.layers.Dense(64, 'relu'), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x_train, y_train)
`,
  },
  fixes: {
    'the second division': {
      before: `
import numpy as np
def normalize(data):
    low, spread = data.min(), np.ptp(data)
    return np.float32(((data - low) / spread) / spread)  # 0 to 1
`,
      after: `
import numpy as np
def normalize(data):
    low, spread = data.min(), np.ptp(data)
    return np.float32(((data - low) / spread))  # 0 to 1
`,
    },
    'a division of a call': {
      before: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255
model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28)), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x.astype('float32') / 255., y)
`,
      after: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255
model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28)), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x.astype('float32'), y)
`,
    },
  },
});
