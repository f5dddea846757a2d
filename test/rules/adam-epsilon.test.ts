import rule from '../../src/rules/adam-epsilon';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'an epsilon of one': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype('int32')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer=keras.optimizers.Adam(epsilon=1.0), loss='binary_crossentropy')
#                                                     ^^^ adam-epsilon
model.fit(x, y, epochs=20)
`,
    'in other adaptive optimizers': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype('int32')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer=keras.optimizers.RMSprop(epsilon=0.5), loss='binary_crossentropy')
#                                                        ^^^ adam-epsilon
model.fit(x, y, epochs=20)
`,
    'through a variable': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
EPS = 0.1
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer=keras.optimizers.Adam(epsilon=EPS), loss='mse')
#                                                     ^^^ adam-epsilon
model.fit(x, y, epochs=20)
`,
  },
  ignores: {
    'the default': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
    'the usual small numbers': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype('int32')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer=keras.optimizers.Adam(epsilon=1e-8), loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
    'a raised rate beside it, as in published recipes': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype('int32')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer=keras.optimizers.RMSprop(learning_rate=0.045, epsilon=1.0), loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
    'a value that is not known': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype('int32')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer=keras.optimizers.Adam(epsilon=args.epsilon), loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
    'a pretrained backbone': `
import numpy as np
from tensorflow import keras
base = keras.applications.InceptionV3(include_top=False, pooling='avg')
model = keras.Sequential([base, keras.layers.Dense(3, activation='softmax')])
model.compile(keras.optimizers.RMSprop(epsilon=1.0), 'categorical_crossentropy')
model.fit(x, y)
`,
  },
  fixes: {
    "with Keras's default": {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype('int32')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer=keras.optimizers.Adam(epsilon=1.0), loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype('int32')
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer=keras.optimizers.Adam(epsilon=1e-07), loss='binary_crossentropy')
model.fit(x, y, epochs=20)
`,
    },
  },
});
