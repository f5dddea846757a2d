import rule from '../../src/rules/shuffle-disabled';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'data of unknown order': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, shuffle=False)
#               ^^^^^^^^^^^^^ shuffle-disabled
`,
  },
  ignores: {
    'a recurrent model': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.LSTM(8, input_shape=(10, 2)),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y, shuffle=False)
`,
    'after a random split': `
import numpy as np
from tensorflow import keras
from sklearn.model_selection import train_test_split
x_train, x_test, y_train, y_test = train_test_split(np.load('x.npy'), np.load('y.npy'))
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x_train, y_train, shuffle=False)
`,
    'the default': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
});
