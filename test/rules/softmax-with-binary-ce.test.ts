import rule from '../../src/rules/softmax-with-binary-ce';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'a hundred classes': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(100, activation='softmax'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
#                                    ^^^^^^^^^^^^^^^^^^^^^ softmax-with-binary-ce
model.fit(x, y)
`,
  },
  ignores: {
    'two one-hot units, where it is the same': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='softmax'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'a softmax head beside a binary head': `
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, 'relu')(inputs)
model = keras.Model(inputs, [keras.layers.Dense(1, 'sigmoid')(hidden), keras.layers.Dense(4, 'softmax')(hidden)])
model.compile(optimizer='adam', loss=['binary_crossentropy', 'categorical_crossentropy'])
model.fit(x, [a, b])
`,
  },
});
