import rule from '../../src/rules/softmax-output-regression';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    quantities: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(50, 10, (300, 2))
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='softmax'),
#                                    ^^^^^^^^^ softmax-output-regression
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=20)
`,
    'with a mean absolute error': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(50, 10, (300, 2))
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='softmax'),
#                                    ^^^^^^^^^ softmax-output-regression
])
model.compile(optimizer='adam', loss='mae')
model.fit(x, y, epochs=20)
`,
  },
  ignores: {
    'no activation': `
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
    'probability vectors as targets': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.rand(300, 2)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='softmax'),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=20)
`,
    'classes, which mse-for-classification speaks of': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = keras.utils.to_categorical(np.random.randint(0, 3, 300), 3)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=20)
`,
    'targets that are not followed': `
import numpy as np
from tensorflow import keras
x, y = load()
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='softmax'),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=20)
`,
  },
  fixes: {
    'by removing it': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(50, 10, (300, 2))
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='softmax'),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(50, 10, (300, 2))
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=20)
`,
    },
  },
});
