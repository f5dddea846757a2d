import rule from '../../src/rules/backbone-bn-training';
import { ruleTest } from './support/rule-test';

const program = (call: string, fit: string, before = '', backbone = 'ResNet50'): string => `
from tensorflow import keras
base = keras.applications.${backbone}(include_top=False, pooling='avg')
${before}
inputs = keras.Input(shape=(224, 224, 3))
features = ${call}
outputs = keras.layers.Dense(2, activation='softmax')(features)
model = keras.Model(inputs, outputs)
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y, ${fit})
`;

ruleTest(rule, {
  flags: {
    'called as it is': program('base(inputs)\n#          ^^^^^^^^^^^^ backbone-bn-training', 'batch_size=4'),
  },
  ignores: {
    'in inference mode': program('base(inputs, training=False)', 'batch_size=4'),
    'large batches': program('base(inputs)', 'batch_size=32'),
    'the default size': program('base(inputs)', 'epochs=3'),
    frozen: program('base(inputs)', 'batch_size=4', 'base.trainable = False'),
    'no BatchNormalization inside': program('base(inputs)', 'batch_size=4', '', 'VGG16'),
    'some layers frozen': program('base(inputs)', 'batch_size=4', 'for layer in base.layers[:100]:\n    layer.trainable = False'),
  },
  fixes: {
    'in inference mode': {
      before: program('base(inputs)', 'batch_size=4'),
      after: program('base(inputs, training=False)', 'batch_size=4'),
    },
  },
});
