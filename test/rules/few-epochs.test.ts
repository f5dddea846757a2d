import rule from '../../src/rules/few-epochs';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'two epochs of few samples': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=2)
#                      ^ few-epochs
`,
  },
  ignores: {
    'two epochs of many samples': `
import numpy as np
from tensorflow import keras
x = np.random.rand(60000, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=2)
`,
    'twenty epochs': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'fit in a loop': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([keras.layers.Dense(3, 'softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
for epoch in range(100):
    model.fit(x, y, epochs=1)
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
model.fit(x, y, epochs=2)
`,
    'fine-tuning': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.models.load_model('model.keras')
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=2)
`,
  },
  fixes: {
    'with twenty': {
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
model.fit(x, y, epochs=2)
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
model.fit(x, y, epochs=20)
`,
    },
  },
});
