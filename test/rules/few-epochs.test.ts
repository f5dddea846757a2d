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
    'steps that cut each epoch short': `
import numpy as np
from tensorflow import keras
x = np.random.rand(60000, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=64, epochs=5, steps_per_epoch=2)
#                                                        ^ few-epochs
`,
  },
  ignores: {
    'steps for all of the data': `
import numpy as np
from tensorflow import keras
x = np.random.rand(60000, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=64, epochs=1, steps_per_epoch=937)
`,
    'steps that are not known': `
import numpy as np
from tensorflow import keras
x = np.random.rand(60000, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=64, epochs=1, steps_per_epoch=args.steps)
`,
    'few steps of many epochs': `
import numpy as np
from tensorflow import keras
x = np.random.rand(60000, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=64, epochs=200, steps_per_epoch=5)
`,
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
