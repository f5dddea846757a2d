import rule from '../../src/rules/scaled-class-labels';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'labels divided like pixels': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = y / 255.0
#   ^^^^^^^^^ scaled-class-labels
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  ignores: {
    'labels as they are': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'labels moved to begin at 0': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = y - 1
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'masks scaled with their images': `
import numpy as np
from tensorflow import keras
x = np.random.rand(20, 32, 32, 3)
y = np.random.randint(0, 256, (20, 32, 32, 1)) / 255
model = keras.Sequential([keras.layers.Conv2D(8, 3, padding='same', activation='relu'), keras.layers.Conv2D(1, 1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y)
`,
    'the quantities of a regression': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(500, 50, 300) / 1000
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
model.fit(x, y, epochs=20)
`,
    'the target of an autoencoder': `
import numpy as np
from tensorflow import keras
(x, _), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
model = keras.Sequential([keras.layers.Dense(32, 'relu'), keras.layers.Dense(784, 'sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, x)
`,
  },
  fixes: {
    'by leaving them': {
      before: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = y / 255.0
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = y
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    },
  },
});
