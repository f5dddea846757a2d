import rule from '../../src/rules/batch-size-extreme';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'all samples at once': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=512, epochs=20)
#                          ^^^ batch-size-extreme
`,
    'the number of samples itself': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=len(x), epochs=20)
#                          ^^^^^^ batch-size-extreme
`,
  },
  ignores: {
    'a usual batch': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=32, epochs=20)
`,
    'a truth table': `
import numpy as np
from tensorflow import keras
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])
model = keras.Sequential([keras.layers.Dense(8, 'relu', input_shape=(2,)), keras.layers.Dense(1, 'sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y, batch_size=4, epochs=100)
`,
    'a run of thousands of epochs': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=300, epochs=2000)
`,
    'a number of samples that is not known': `
import numpy as np
from tensorflow import keras
x = np.load('x.npy')
y = np.load('y.npy')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=10000, epochs=20)
`,
    'a loop around fit': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([keras.layers.Dense(8, 'relu'), keras.layers.Dense(3, 'softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
for step in range(1000):
    model.fit(x, y, batch_size=300, epochs=1)
`,
  },
  fixes: {
    'with 32': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=512, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=32, epochs=20)
`,
    },
  },
});
