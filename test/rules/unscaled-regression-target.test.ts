import rule from '../../src/rules/unscaled-regression-target';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'targets in the thousands': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(5000, 1000, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
history = model.fit(x, y)
#                      ^ unscaled-regression-target
`,
  },
  ignores: {
    'targets of unit size': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(0, 1, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
history = model.fit(x, y)
`,
    'standardized targets': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(5000, 1000, 300)
y = (y - y.mean()) / y.std()
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
history = model.fit(x, y)
`,
    'a loss of relative errors': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(5000, 1000, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mean_squared_logarithmic_error')
history = model.fit(x, y)
`,
    'a layer that rescales the output': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(5000, 1000, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
    keras.layers.Rescaling(1000, offset=5000),
])
model.compile(optimizer='adam', loss='mse')
history = model.fit(x, y)
`,
    'targets that are not followed': `
import numpy as np
from tensorflow import keras
x, y = load()
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
history = model.fit(x, y)
`,
  },
  fixes: {
    'by standardizing before fit': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(5000, 1000, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
history = model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.normal(5000, 1000, 300)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
y = (y - y.mean()) / y.std()
history = model.fit(x, y)
`,
    },
  },
});
