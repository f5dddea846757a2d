import rule from '../../src/rules/regularizer-too-strong';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'both norms by a function': `
from tensorflow import keras
from tensorflow.keras.regularizers import l1_l2
model = keras.Sequential([
    keras.layers.Dense(64, activation='relu', kernel_regularizer=l1_l2(l1=0.0, l2=0.5)),
    #                                                                             ^^^ regularizer-too-strong
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'the first of two layers': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_regularizer=keras.regularizers.l2(0.5)),
#                                                                           ^^^ regularizer-too-strong
    keras.layers.Dense(16, 'relu', kernel_regularizer=keras.regularizers.l2(0.5)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  ignores: {
    'usual factors': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_regularizer=keras.regularizers.l2(0.001)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'the default by name': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_regularizer='l2'),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'a penalty on biases': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', bias_regularizer=keras.regularizers.l2(1.0)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  fixes: {
    'in all layers': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_regularizer=keras.regularizers.l2(1.0)),
    keras.layers.Dense(16, 'relu', kernel_regularizer=keras.regularizers.l2(0.5)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_regularizer=keras.regularizers.l2(0.0001)),
    keras.layers.Dense(16, 'relu', kernel_regularizer=keras.regularizers.l2(0.0001)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
