import rule from '../../src/rules/narrow-bottleneck';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'one relu unit at the door': `
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
x = np.array([[0.5], [1.0], [2.0], [4.0], [8.0], [9.0], [10.0], [11.0], [12.0]])
y = x[:, 0] / 2
model = Sequential([Dense(1, activation="relu", input_shape=(1,)), Dense(8, activation="relu"), Dense(1)])
#                         ^ narrow-bottleneck
model.compile(loss="mse", optimizer="adam")
model.fit(x, y, epochs=200)
`,
    'two units before ten classes': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='relu'),
#                      ^ narrow-bottleneck
    keras.layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
  },
  ignores: {
    'one relu unit of a number of either sign': `
import numpy as np
import keras
x = np.random.normal(size=(300, 1))
y = 2 * x[:, 0]
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, activation="relu"), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=20)
`,
    'one tanh unit of one number': `
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
x = np.array([[0.5], [1.0], [2.0], [4.0], [8.0], [9.0], [10.0], [11.0], [12.0]])
y = x[:, 0] / 2
model = Sequential([Dense(1, activation="tanh", input_shape=(1,)), Dense(8, activation="relu"), Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(x, y, epochs=200)
`,
    'a wide layer': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(32, activation='tanh'),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'two units before two classes': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='relu'),
    keras.layers.Dense(2, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'a single number that comes in': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(1, activation='tanh', input_shape=(1,)),
    keras.layers.Dense(32, activation='relu'),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
model.fit(x, y, epochs=20)
`,
    'the code of an autoencoder': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2),
    keras.layers.Dense(32, activation='relu'),
    keras.layers.Dense(8),
])
model.compile('adam', 'mse')
model.fit(x, x)
`,
    'a gate beside another branch': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
gate = keras.layers.Dense(1, activation='sigmoid')(inputs)
wide = keras.layers.Dense(8)(gate)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(keras.layers.multiply([inputs, wide])))
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  fixes: {
    'with 32': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='relu'),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(32, activation='relu'),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    },
  },
});
