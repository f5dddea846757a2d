import rule from '../../src/rules/dropout-after-logits';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'after a softmax head, in the functional style': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
inputs = keras.Input((8,))
h = keras.layers.Dense(16, activation='relu')(inputs)
h = keras.layers.Dense(3, activation='softmax')(h)
h = keras.layers.Dropout(0.2)(h)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ dropout-after-logits
model = keras.Model(inputs, h)
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  ignores: {
    'dropout before the head': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(8,)), keras.layers.Dropout(0.5), keras.layers.Dense(3), keras.layers.Softmax()])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'a rate of 0': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(8,)), keras.layers.Dense(3), keras.layers.Dropout(0.0), keras.layers.Softmax()])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'dropout between convolution and pooling, where positions are averaged': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Conv2D(10, 1, input_shape=(8, 8, 3)),
    keras.layers.Dropout(0.5),
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Softmax(),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
`,
  },
  fixes: {
    'exchanges the layers': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential()
model.add(keras.layers.Dense(16, activation='relu', input_shape=(8,)))
model.add(keras.layers.Dense(3))  # classes
model.add(keras.layers.Dropout(0.5))
model.add(keras.layers.Activation('softmax'))
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = np.random.randint(0, 3, 300)
model = keras.Sequential()
model.add(keras.layers.Dense(16, activation='relu', input_shape=(8,)))
model.add(keras.layers.Dropout(0.5))  # classes
model.add(keras.layers.Dense(3))
model.add(keras.layers.Activation('softmax'))
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    },
  },
});
