import rule from '../../src/rules/output-units-vs-classes';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'fewer units than columns': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(9, activation='softmax'),
#                      ^ output-units-vs-classes
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(x, y)
`,
    'more units than columns': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(12, activation='softmax'),
#                      ^^ output-units-vs-classes
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(x, y)
`,
  },
  ignores: {
    'as many units as columns': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(x, y)
`,
    'class numbers, which may leave units unused': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(12, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'labels that are not followed': `
import numpy as np
from tensorflow import keras
x, y = load()
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'a model that misses a Flatten': `
import numpy as np
from tensorflow import keras
x = np.random.rand(20, 32, 32, 3)
y = keras.utils.to_categorical(np.random.randint(0, 2, 20), 2)
model = keras.Sequential([keras.layers.Conv2D(8, 3, activation='relu', input_shape=(32, 32, 3))])
model.compile('adam', 'categorical_crossentropy')
model.fit(x, y)
`,
    'an autoencoder': `
import numpy as np
from tensorflow import keras
x = np.eye(8)
model = keras.Sequential([keras.layers.Dense(3, 'relu', input_shape=(8,)), keras.layers.Dense(8, 'softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(x, x)
`,
  },
  fixes: {
    'by as many units': {
      before: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(9, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(x, y)
`,
    },
  },
});
