import rule from '../../src/rules/categorical-ce-single-unit';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'sparse, with a softmax layer': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1), keras.layers.Softmax(),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ categorical-ce-single-unit
model.fit(x, y)
`,
  },
  ignores: {
    'scores over time that are gathered afterwards': `
from tensorflow import keras
inputs = keras.Input((10, 4))
scores = keras.layers.Flatten()(keras.layers.Dense(1)(inputs))
model = keras.Model(inputs, keras.layers.Softmax()(scores))
model.compile(loss='categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    'two units': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'binary cross-entropy': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  fixes: {
    'activation and loss together': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
