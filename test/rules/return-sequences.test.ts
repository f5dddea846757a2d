import rule from '../../src/rules/return-sequences';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'bidirectional layers with dropout between': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([
    keras.layers.Bidirectional(keras.layers.LSTM(16), input_shape=(50, 2)),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ return-sequences
    keras.layers.Dropout(0.2),
    keras.layers.GRU(8),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
`,
    'the whole sequence with one label': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([
    keras.layers.GRU(8, return_sequences=True, input_shape=(50, 2)),
#                       ^^^^^^^^^^^^^^^^^^^^^ return-sequences
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
model.fit(x, y)
`,
  },
  ignores: {
    'a label at every step': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 50, 1)
model = keras.Sequential([keras.layers.GRU(8, return_sequences=True, input_shape=(50, 2)), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'an encoder and a decoder': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.LSTM(8, input_shape=(50, 2)), keras.layers.RepeatVector(4), keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'a sequence that is pooled': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.LSTM(8, return_sequences=True, input_shape=(50, 2)), keras.layers.GlobalMaxPooling1D(), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'labels that are not known': `
from tensorflow import keras
model = keras.Sequential([keras.layers.GRU(8, return_sequences=True, input_shape=(50, 2)), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
  },
  fixes: {
    'inside the wrapper': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.Bidirectional(keras.layers.LSTM(16), input_shape=(50, 2)), keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile('adam', 'mse')
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 50, 2)
y = np.random.rand(300, 1)
model = keras.Sequential([keras.layers.Bidirectional(keras.layers.LSTM(16, return_sequences=True), input_shape=(50, 2)), keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile('adam', 'mse')
`,
    },
  },
});
