import rule from '../../src/rules/sigmoid-with-categorical-ce';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    sparse: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(5, activation='sigmoid'),
#                                    ^^^^^^^^^ sigmoid-with-categorical-ce
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  ignores: {
    'several labels at once': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(5, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'an auxiliary head with softmax beside it': `
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, 'relu')(inputs)
tags = keras.layers.Dense(5, activation='sigmoid', name='tags')(hidden)
kind = keras.layers.Dense(3, activation='softmax', name='kind')(hidden)
model = keras.Model(inputs, [tags, kind])
model.compile(optimizer='adam', loss={'tags': 'binary_crossentropy', 'kind': 'categorical_crossentropy'})
model.fit(x, [a, b])
`,
  },
  fixes: {
    'inside a wrapper': {
      before: `
from tensorflow import keras
model = keras.Sequential([
    keras.layers.LSTM(20, return_sequences=True, input_shape=(20, 5)),
    keras.layers.TimeDistributed(keras.layers.Dense(3, activation='sigmoid')),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
      after: `
from tensorflow import keras
model = keras.Sequential([
    keras.layers.LSTM(20, return_sequences=True, input_shape=(20, 5)),
    keras.layers.TimeDistributed(keras.layers.Dense(3, activation='softmax')),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    },
    'for several labels at once': {
      title: /binary_crossentropy/,
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(5, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(5, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
