import rule from '../../src/rules/accuracy-for-regression';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'accuracy beside a squared error': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x.sum(axis=1) * 3 - 20
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
#                                                    ^^^^^^^^^^ accuracy-for-regression
model.fit(x, y, epochs=20)
`,
    'the short name': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x.sum(axis=1) * 3 - 20
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mae', metrics=['mse', 'acc'])
#                                            ^^^^^ accuracy-for-regression
model.fit(x, y, epochs=20)
`,
  },
  ignores: {
    'an error as metric': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x.sum(axis=1) * 3 - 20
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['mae'])
model.fit(x, y, epochs=20)
`,
    'a classifier': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=20)
`,
    'labels that are classes, which mse-for-classification speaks of': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 2, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y, epochs=20)
`,
    'probabilities with a squared error': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x.sum(axis=1) * 3 - 20
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y, epochs=20)
`,
  },
  fixes: {
    'by reporting the mean error': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x.sum(axis=1) * 3 - 20
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x.sum(axis=1) * 3 - 20
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['mae'])
model.fit(x, y, epochs=20)
`,
    },
  },
});
