import rule from '../../src/rules/bn-tiny-batch';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'two samples, the number in a variable': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(8,)), keras.layers.BatchNormalization(), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
size = 2
model.fit(x, y, batch_size=size)
#                          ^^^^ bn-tiny-batch
`,
  },
  ignores: {
    'the default': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(8,)), keras.layers.BatchNormalization(), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'pictures, normalised over their positions': `
import numpy as np
from tensorflow import keras
x = np.random.rand(100, 8, 8, 3)
model = keras.Sequential([keras.layers.Conv2D(8, 3, input_shape=(8, 8, 3)), keras.layers.BatchNormalization(), keras.layers.Flatten(), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y, batch_size=1)
`,
    'four samples in all': `
import numpy as np
from tensorflow import keras
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])
model = keras.Sequential([keras.layers.Dense(8, input_shape=(2,)), keras.layers.BatchNormalization(), keras.layers.Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(x, y, batch_size=1)
`,
  },
  fixes: {
    'sets the default': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(8,)), keras.layers.BatchNormalization(), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y, batch_size=1)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(8,)), keras.layers.BatchNormalization(), keras.layers.Dense(3, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y, batch_size=32)
`,
    },
  },
});
