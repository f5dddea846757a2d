import rule from '../../src/rules/pretrained-lr-too-high';
import { ruleTest } from './support/rule-test';

const program = (weights: string, freeze: string, optimizer: string): string => `
from tensorflow import keras
base = keras.applications.ResNet50(include_top=False, ${weights}input_shape=(64, 64, 3), pooling='avg')
${freeze}
inputs = keras.Input((64, 64, 3))
h = base(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(h))
model.compile(${optimizer}, 'categorical_crossentropy')
`;

ruleTest(rule, {
  flags: {
    'weights by default, frozen first and then released': `
from tensorflow import keras
base = keras.applications.ResNet50(include_top=False, input_shape=(64, 64, 3), pooling='avg')
base.trainable = False
inputs = keras.Input((64, 64, 3))
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(base(inputs)))
model.compile('adam', 'categorical_crossentropy')
base.trainable = True
model.compile(keras.optimizers.RMSprop(1e-3), 'categorical_crossentropy')
#                                      ^^^^ pretrained-lr-too-high
`,
  },
  ignores: {
    frozen: program('', 'base.trainable = False', 'keras.optimizers.Adam(0.001)'),
    'frozen layer by layer': program(
      '',
      'for layer in base.layers:\n    layer.trainable = False',
      'keras.optimizers.Adam(0.001)',
    ),
    'frozen in part': program('', 'for layer in base.layers[:-10]:\n    layer.trainable = False', 'keras.optimizers.Adam(0.001)'),
    'not pretrained': program('weights=None, ', '', 'keras.optimizers.Adam(0.001)'),
    'weights that are not known': program('weights=chosen(), ', '', 'keras.optimizers.Adam(0.001)'),
    'a low rate': program('', '', 'keras.optimizers.Adam(1e-5)'),
    'an optimizer whose steps shrink with the gradient': program('', '', 'keras.optimizers.SGD(0.001)'),
  },
  fixes: {
    'lowers the rate': {
      before: program('', '', 'keras.optimizers.Adam(learning_rate=1e-3)'),
      after: program('', '', 'keras.optimizers.Adam(learning_rate=0.00001)'),
    },
  },
});
