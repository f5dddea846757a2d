import rule from '../../src/rules/symmetric-init';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'a constant': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='tanh', kernel_initializer=keras.initializers.Constant(0.05), input_shape=(8,)),
#                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ symmetric-init
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'several layers alike once, at the worst': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', kernel_initializer='zeros', input_shape=(8,)),
#                                                                ^^^^^^^ symmetric-init
    keras.layers.Dense(16, activation='relu', kernel_initializer='zeros'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  ignores: {
    'the output layer': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax', kernel_initializer='zeros'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    biases: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', bias_initializer='zeros', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'logistic regression from zeros': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(3, activation='softmax', kernel_initializer='zeros', input_shape=(8,)),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'random weights': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='he_normal', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  fixes: {
    'all layers at once': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='zeros', input_shape=(8,)),
    keras.layers.Dense(16, 'tanh', kernel_initializer='ones'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='he_normal', input_shape=(8,)),
    keras.layers.Dense(16, 'tanh', kernel_initializer='glorot_uniform'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
    'with a random start': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='zeros', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='he_normal', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
