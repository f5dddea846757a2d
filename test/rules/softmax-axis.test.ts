import rule from '../../src/rules/softmax-axis';
import { ruleTest } from './support/rule-test';

const start = `
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
x = keras.Input((20, 8))
`;
const end = (loss = "'sparse_categorical_crossentropy'"): string => `
model = keras.Model(x, y)
model.compile('adam', ${loss})
model.fit(a, b)
`;

ruleTest(rule, {
  flags: {
    'a layer over the batch': `${start}
y = layers.Softmax(axis=0)(layers.Dense(4)(layers.Flatten()(x)))
#                  ^^^^^^ softmax-axis
${end()}`,
    'an operation over the batch, counted from the end': `${start}
y = tf.nn.softmax(layers.Dense(4)(layers.Flatten()(x)), axis=-2)
#                                                       ^^^^^^^ softmax-axis
${end()}`,
    'positions instead of classes': `${start}
y = layers.Softmax(axis=1)(layers.Dense(4)(x))
#                  ^^^^^^ softmax-axis
${end("'categorical_crossentropy'")}`,
    'inside the model': `${start}
h = layers.Softmax(axis=0)(layers.Dense(4)(x))
#                  ^^^^^^ softmax-axis
y = layers.Dense(4, 'softmax')(h)
${end()}`,
  },
  ignores: {
    'the last axis in two spellings': `${start}
h = layers.Softmax(axis=-1)(x)
y = layers.Softmax(axis=2)(layers.Dense(4)(h))
${end()}`,
    'attention over positions': `${start}
weights = layers.Softmax(axis=1)(layers.Dense(1)(x))
y = layers.Dense(4, 'softmax')(layers.Flatten()(layers.Multiply()([x, weights])))
${end()}`,
    'channels first, with a loss of its own': `${start}
y = layers.Softmax(axis=1)(layers.Dense(4)(x))
${end('my_loss')}`,
    'the default': `${start}
y = layers.Softmax()(layers.Dense(4)(x))
${end()}`,
    'an axis that is not known': `${start}
y = layers.Softmax(axis=config.axis)(layers.Dense(4)(x))
${end()}`,
  },
  fixes: {
    'takes the last axis': {
      before: `${start}\ny = tf.nn.softmax(layers.Dense(4)(x), axis=0)  # probabilities\n${end()}`,
      after: `${start}\ny = tf.nn.softmax(layers.Dense(4)(x), axis=-1)  # probabilities\n${end()}`,
    },
  },
});
