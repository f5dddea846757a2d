import { expect, test } from 'vitest';
import rule from '../../src/rules/unsafe-div-sqrt-exp';
import { analyze } from '../support/analyze';
import { ruleTest } from './support/rule-test';

const keras = (body: string, last = 'Dense(1)', labels = '(x.sum(axis=1, keepdims=True) > 0).astype("float32")'): string => `
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
x = np.random.normal(size=(64, 4))
y = ${labels}
def loss(y_true, y_pred):
    ${body}
model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation='relu', input_shape=(4,)), tf.keras.layers.${last}])
model.compile('adam', loss=loss)
model.fit(x, y)
`;

ruleTest(rule, {
  flags: {
    'division by labels that are 0 or 1': keras(`return K.mean(K.abs(y_true - y_pred) / y_true)
    #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unsafe-div-sqrt-exp`),
    'division by relu outputs': keras(
      `return K.mean(y_true / y_pred)
    #             ^^^^^^^^^^^^^^^ unsafe-div-sqrt-exp`,
      "Dense(1, activation='relu')",
    ),
    'the logarithm of a relu': keras(
      `return K.mean(K.square(K.log(y_pred) - y_true))
    #                      ^^^^^^^^^^^^^ unsafe-div-sqrt-exp`,
      "Dense(1, activation='relu')",
    ),
    'the logarithm of a linear output': keras(`return K.mean(K.square(K.log(y_pred) - y_true))
    #                      ^^^^^^^^^^^^^ unsafe-div-sqrt-exp`),
    'a softmax by hand': keras(
      `e = tf.exp(y_pred)
    return tf.reduce_mean(tf.square(e / tf.reduce_sum(e, axis=1, keepdims=True) - y_true))
    #                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unsafe-div-sqrt-exp`,
      'Dense(3)',
    ),
  },
  ignores: {
    'an epsilon': keras('return K.mean(K.abs(y_true - y_pred) / (y_true + K.epsilon()))'),
    'a clipped divisor': keras('return K.mean(K.abs(y_true - y_pred) / K.clip(K.abs(y_true), K.epsilon(), None))'),
    'labels that are never 0': keras(
      'return K.mean(K.abs(y_true - y_pred) / y_true)',
      'Dense(1)',
      'np.random.uniform(1, 2, size=(64, 1))',
    ),
    'labels of unknown range': keras('return K.mean(K.abs(y_true - y_pred) / y_true)', 'Dense(1)', 'load()'),
    'a root of the mean over the batch': keras('return K.sqrt(K.mean(K.square(y_pred - y_true)))'),
    dice: keras('return 1 - 2 * K.sum(y_true * y_pred) / (K.sum(y_true) + K.sum(y_pred))', "Dense(1, activation='sigmoid')"),
    'a shifted softmax': keras(
      'e = tf.exp(y_pred - tf.reduce_max(y_pred, axis=1, keepdims=True))\n    return tf.reduce_mean(e / tf.reduce_sum(e, axis=1, keepdims=True) * y_true)',
      'Dense(3)',
    ),
    'exp of a log-variance': keras('return K.mean(K.exp(-y_pred) * K.square(y_true))'),
    'a division by a number': keras('return K.sum(K.square(y_true - y_pred)) / 2'),
  },
});

test('unsafe-div-sqrt-exp is information for a root of a squared distance', async () => {
  const { program, sources } = await analyze(keras('return K.mean(K.sqrt(K.sum(K.square(y_pred - y_true), axis=-1)))'));
  expect(rule.check({ program, sources }).map(({ finding }) => finding.severity)).toEqual(['information']);
});
