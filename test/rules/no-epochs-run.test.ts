import rule from '../../src/rules/no-epochs-run';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'zero epochs': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
history = model.fit(x, y, epochs=0)
#                                ^ no-epochs-run
`,
    'a second fit that counts on': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
history = model.fit(x, y, initial_epoch=10, epochs=5)
#                                                  ^ no-epochs-run
`,
    'the default of one epoch': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
history = model.fit(x, y, initial_epoch=3)
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no-epochs-run
`,
  },
  ignores: {
    'ten epochs': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
history = model.fit(x, y, epochs=10)
`,
    'ten more epochs': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
history = model.fit(x, y, initial_epoch=10, epochs=20)
`,
    'numbers that are not known': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
history = model.fit(x, y, initial_epoch=start, epochs=args.epochs)
`,
  },
  fixes: {
    'with ten more': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
history = model.fit(x, y, initial_epoch=10, epochs=5)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('adam', 'mse')
history = model.fit(x, y, initial_epoch=10, epochs=20)
`,
    },
  },
});
