import rule from '../../src/rules/lr-too-low';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'a hundredth of the default': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(3, activation='softmax')])
model.compile(keras.optimizers.Adam(0.00001), 'categorical_crossentropy')
#                                   ^^^^^^^ lr-too-low
model.fit(x, y)
`,
    'momentum that does not make up for it': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(3, activation='softmax')])
model.compile(keras.optimizers.SGD(5e-6, momentum=0.9), 'categorical_crossentropy')
#                                  ^^^^ lr-too-low
model.fit(x, y)
`,
    'the old spelling of SGD': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer=keras.optimizers.SGD(lr=1e-5), loss='categorical_crossentropy', metrics=['accuracy'])
#                                               ^^^^ lr-too-low
model.fit(x, y)
`,
  },
  ignores: {
    'SGD whose momentum makes up for it': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(3, activation='softmax')])
model.compile(keras.optimizers.SGD(2e-5, momentum=0.9), 'categorical_crossentropy')
model.fit(x, y)
`,
    'fine-tuning a backbone': `
from tensorflow import keras
base = keras.applications.ResNet50(include_top=False, pooling='avg')
model = keras.Sequential([base, keras.layers.Dense(3, activation='softmax')])
model.compile(keras.optimizers.Adam(1e-6), 'categorical_crossentropy')
model.fit(x, y)
`,
    'a search for the right rate': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer=keras.optimizers.SGD(1e-8), loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, callbacks=[keras.callbacks.LearningRateScheduler(lambda e: 1e-8 * 10 ** (e / 20))])
`,
    'linear regression on raw numbers': `
import numpy as np
from tensorflow import keras
x = np.array([[73., 80., 75.], [93., 88., 93.]])
y = np.array([[152.], [185.]])
model = keras.Sequential([
    keras.layers.Dense(1, input_shape=(3,)),
])
model.compile(optimizer=keras.optimizers.SGD(1e-5), loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'a long run in which small steps add up': `
import numpy as np
from tensorflow import keras
y = np.random.uniform(0, 1, size=(100, 1))
x = np.concatenate([y, y], axis=1)
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(1e-6), loss='mse', metrics=['accuracy'])
model.fit(x, y, epochs=100000)
`,
    'Adam with its default': `
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
