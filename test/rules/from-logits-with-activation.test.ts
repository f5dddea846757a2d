import rule from '../../src/rules/from-logits-with-activation';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'softmax before a loss of logits': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
#                                    ^^^^^^^^^ from-logits-with-activation
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y, epochs=20)
`,
    'sigmoid before a loss of logits': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
#                                    ^^^^^^^^^ from-logits-with-activation
])
model.compile(optimizer='adam', loss=keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, y, epochs=20)
`,
    'softmax as a layer of its own': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3),
    keras.layers.Softmax(),
#   ^^^^^^^^^^^^^^^^^^^^^^ from-logits-with-activation
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y, epochs=20)
`,
  },
  ignores: {
    'raw scores': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3),
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y, epochs=20)
`,
    probabilities: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'from_logits that is not known': `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=args.logits))
model.fit(x, y, epochs=20)
`,
    'a softmax kept for predictions alone': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3),
])
model.compile('adam', keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y)
probabilities = keras.Sequential([model, keras.layers.Softmax()])
probabilities.predict(x)
`,
    'the losses of two outputs': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
aux = keras.layers.Dense(3, activation='softmax', name='aux')(inputs)
main = keras.layers.Dense(1, name='main')(inputs)
model = keras.Model(inputs, [main, aux])
model.compile('adam', {'main': keras.losses.BinaryCrossentropy(from_logits=True), 'aux': 'sparse_categorical_crossentropy'})
model.fit(x, {'main': y, 'aux': z})
`,
  },
  fixes: {
    'by dropping from_logits': {
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy())
model.fit(x, y, epochs=20)
`,
    },
    'by dropping the activation': {
      title: /last layer/,
      before: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y, epochs=20)
`,
      after: `
import numpy as np
from tensorflow import keras
x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3),
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y, epochs=20)
`,
    },
  },
});
