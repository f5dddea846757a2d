import rule from '../../src/rules/rnn-relu-no-clip';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'a simple recurrent layer': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([
    keras.layers.SimpleRNN(16, 'relu', input_shape=(50, 2)),
#                              ^^^^^^ rnn-relu-no-clip
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
model.fit(x, y)
`,
  },
  ignores: {
    'clipped gradients': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.LSTM(16, activation='relu', input_shape=(50, 2)), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(clipnorm=1.0), 'mse')
model.fit(x, y)
`,
    'three steps': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.LSTM(16, activation='relu', input_shape=(3, 2)), keras.layers.Dense(1)])
model.compile('adam', 'mse')
`,
    'an identity matrix to start with': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.SimpleRNN(16, activation='relu', recurrent_initializer=keras.initializers.Identity(), input_shape=(50, 2)), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'an optimizer that is not known': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.LSTM(16, activation='relu', input_shape=(50, 2)), keras.layers.Dense(1)])
model.compile(make_optimizer(), 'mse')
model.fit(x, y)
`,
  },
  fixes: {
    tanh: {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.LSTM(16, activation='relu', input_shape=(50, 2)), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.LSTM(16, activation='tanh', input_shape=(50, 2)), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    },
  },
});
