import rule from '../../src/rules/summed-loss';
import { ruleTest } from './support/rule-test';

const tape = (loss: string, optimizer = 'SGD(0.01)'): string => `
import numpy as np
import tensorflow as tf
x = np.random.normal(size=(64, 4)).astype('float32')
y = x.sum(axis=1, keepdims=True)
model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation='relu', input_shape=(4,)), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.${optimizer}
for epoch in range(20):
    with tf.GradientTape() as tape:
        ${loss}
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
`;

ruleTest(rule, {
  flags: {
    'half the sum of squares': tape(`loss = 0.5 * tf.reduce_sum((y - model(x)) ** 2)
        #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ summed-loss`),
    'reduction in compile': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1, input_shape=(4,))])
model.compile('sgd', loss=keras.losses.MeanSquaredError(reduction='sum'))
#                                                                 ^^^^^ summed-loss
model.fit(x, y)
`,
  },
  ignores: {
    'a mean': tape('loss = tf.reduce_mean((y - model(x)) ** 2)'),
    'a sum that is divided': tape('loss = tf.reduce_sum((y - model(x)) ** 2) / 64'),
    'a sum times one over the batch': tape('loss = tf.reduce_sum((y - model(x)) ** 2) * (1.0 / 64)'),
    'a sum for each sample': tape('loss = tf.reduce_mean(tf.reduce_sum((y - model(x)) ** 2, axis=1))'),
    'Adam, which divides by the size of the gradient': tape('loss = tf.reduce_sum((y - model(x)) ** 2)', 'Adam()'),
    'a penalty on weights': tape(
      'loss = tf.reduce_mean((y - model(x)) ** 2) + 0.01 * tf.reduce_sum(tf.square(tf.Variable(1.0)))',
    ),
  },
  fixes: {
    'by the mean': {
      before: tape('loss = tf.reduce_sum((y - model(x)) ** 2)'),
      after: tape('loss = tf.reduce_mean((y - model(x)) ** 2)'),
    },
  },
});
