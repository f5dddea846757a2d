import rule from '../../src/rules/uint8-arithmetic';
import { ruleTest } from './support/rule-test';

const mnist = `
import numpy as np
from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, 'softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`;

ruleTest(rule, {
  flags: {
    'subtracting the middle': `${mnist}
x = (x_train - 128) / 128
#    ^^^^^^^^^^^^^ uint8-arithmetic
model.fit(x, y_train)
`,
    'whole division': `${mnist}
x_train = x_train // 255
#         ^^^^^^^^^^^^^^ uint8-arithmetic
model.fit(x_train, y_train)
`,
    'in place': `${mnist}
x_train /= 255
#^^^^^^^^^^^^^ uint8-arithmetic
model.fit(x_train, y_train)
`,
    'scaled, and cast back': `${mnist}
x_train = (x_train / 255).astype('uint8')
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uint8-arithmetic
model.fit(x_train, y_train)
`,
    'the test set': `${mnist}
x_train, x_test = x_train / 255, x_test * 2
#                                ^^^^^^^^^^ uint8-arithmetic
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
  },
  ignores: {
    'true division': `${mnist}\nmodel.fit(x_train / 255, y_train)\n`,
    'floats first': `${mnist}
x_train = (x_train.astype('float32') - 128) / 128
x_train /= 2
model.fit(x_train, y_train)
`,
    'a float number': `${mnist}\nmodel.fit((x_train - 127.5) / 127.5, y_train)\n`,
    'fewer grey levels': `${mnist}\nmodel.fit(x_train // 16, y_train)\n`,
    'black and white': `${mnist}\nmodel.fit((x_train // 128) * 1.0, y_train)\n`,
    'pixels drawn, cast and never trained on': `${mnist}
picture = (x_train / 255 * 255).astype('uint8') - 128
model.fit(x_train / 255, y_train)
`,
    'class ids': `${mnist}\ny_train = (y_train - 1)\nmodel.fit(x_train / 255, y_train)\n`,
    'one-hot labels as integers': `${mnist}
model.fit(x_train / 255, keras.utils.to_categorical(y_train).astype('int32'))
`,
    'an unknown range': `${mnist}\nx = np.load('x.npy') - 128\nmodel.fit(x, y_train)\n`,
    'int64 has room': `${mnist}\nx = np.random.randint(0, 256, (60000, 28, 28)) - 128\nmodel.fit(x, y_train)\n`,
  },
  fixes: {
    'of a difference': {
      before: `${mnist}
x_train = x_train - 128  # centre
model.fit(x_train, y_train)
`,
      after: `${mnist}
x_train = x_train.astype("float32") - 128  # centre
model.fit(x_train, y_train)
`,
    },
    'of a whole division': {
      before: `${mnist}\nmodel.fit(x_train // 255, y_train)\n`,
      after: `${mnist}\nmodel.fit(x_train / 255, y_train)\n`,
    },
    'of a change in place': {
      before: `${mnist}\nx_train /= 255.0\nmodel.fit(x_train, y_train)\n`,
      after: `${mnist}\nx_train = x_train / 255.0\nmodel.fit(x_train, y_train)\n`,
    },
    'of a cast': {
      before: `${mnist}\nx_train = (x_train / 255).astype(np.uint8)\nmodel.fit(x_train, y_train)\n`,
      after: `${mnist}\nx_train = (x_train / 255).astype("float32")\nmodel.fit(x_train, y_train)\n`,
    },
  },
});
