import { expect, test } from 'vitest';
import rule from '../../src/rules/raw-log-loss';
import { analyze } from '../support/analyze';
import { ruleTest } from './support/rule-test';

const mnist = (loss: string, rate = '0.5', rounds = 'for i in range(1000):'): string => `
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data
mnist = input_data.read_data_sets('MNIST_data', one_hot=True)
x = tf.placeholder(tf.float32, [None, 784])
y_ = tf.placeholder(tf.float32, [None, 10])
W = tf.Variable(tf.zeros([784, 10]))
b = tf.Variable(tf.zeros([10]))
y = tf.nn.softmax(tf.matmul(x, W) + b)
${loss}
train_step = tf.train.GradientDescentOptimizer(${rate}).minimize(cross_entropy)
sess = tf.Session()
sess.run(tf.global_variables_initializer())
${rounds}
    batch_xs, batch_ys = mnist.train.next_batch(100)
    sess.run(train_step, feed_dict={x: batch_xs, y_: batch_ys})
`;
const mean = 'cross_entropy = tf.reduce_mean(-tf.reduce_sum(y_ * tf.log(y), reduction_indices=[1]))';

const keras = (loss: string): string => `
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
x = np.random.uniform(0, 255, size=(256, 4))
y = np.eye(2)[(x.sum(axis=1) > 510).astype('int32')]
model = tf.keras.Sequential([tf.keras.layers.Dense(16, activation='relu'), tf.keras.layers.Dense(2, activation='softmax')])
${loss}
model.compile('adam', loss=loss)
model.fit(x, y, epochs=20)
`;

ruleTest(rule, {
  flags: {
    'large steps': mnist(`${mean}
#                                                  ^^^^^^^^^ raw-log-loss`),
    'a sum over the batch, which makes the steps large': mnist(
      `cross_entropy = -tf.reduce_sum(y_ * tf.log(y))
#                                   ^^^^^^^^^ raw-log-loss`,
      '0.01',
    ),
    'a loop that nothing ends': mnist(
      `${mean}
#                                                  ^^^^^^^^^ raw-log-loss`,
      '0.01',
      'while True:',
    ),
    'a relu around the softmax': mnist(`y = tf.nn.relu(y)
${mean}
#                                                  ^^^^^^^^^ raw-log-loss`),
    'a custom loss function on unscaled inputs': keras(`def loss(y_true, y_pred):
    return -K.sum(y_true * K.log(y_pred), axis=-1)
#                          ^^^^^^^^^^^^^ raw-log-loss`),
    'a softmax written by hand': mnist(
      `e = tf.exp(tf.matmul(x, W) + b)
y = e / tf.reduce_sum(e, axis=1, keepdims=True)
${mean}
#                                                  ^^^^^^^^^ raw-log-loss`,
    ),
  },
  ignores: {
    'an epsilon': mnist(mean.replace('log(y)', 'log(y + 1e-10)')),
    'clipping a line before': mnist(`y = tf.clip_by_value(y, 1e-8, 1.0)\n${mean}`),
    'a maximum': keras('def loss(y_true, y_pred):\n    return -K.sum(y_true * K.log(K.maximum(y_pred, K.epsilon())), axis=-1)'),
    'the built-in operation': mnist(
      'cross_entropy = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y_, logits=tf.matmul(x, W) + b))',
    ),
    'logarithms of the labels': keras(
      'def loss(y_true, y_pred):\n    return K.mean(K.square(y_pred - K.log(y_true + 1)), axis=-1)',
    ),
    log_softmax: mnist('cross_entropy = tf.reduce_mean(-tf.reduce_sum(y_ * tf.nn.log_softmax(tf.matmul(x, W) + b), axis=1))'),
  },
  fixes: {
    'with clip_by_value': {
      before: mnist(mean),
      after: mnist(mean.replace('tf.log(y)', 'tf.log(tf.clip_by_value(y, 1e-37, 1.0))')),
    },
  },
});

const severities = async (python: string) => {
  const { program, sources } = await analyze(python);
  return rule.check({ program, sources }).map(({ finding }) => finding.severity);
};

test('raw-log-loss is information where nothing known saturates the probability', async () => {
  expect(await severities(mnist(mean, '0.01'))).toEqual(['information']);
  expect(await severities(mnist(mean, '0.01', 'for i in range(int(n)):'))).toEqual(['information']);
});

test('raw-log-loss is information on a few small numbers', async () => {
  expect(
    await severities(`
import numpy as np
import tensorflow as tf
x_data = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
y_data = np.array([[0], [1], [1], [0]], dtype=np.float32)
X = tf.placeholder(tf.float32, [None, 2])
Y = tf.placeholder(tf.float32, [None, 1])
W = tf.Variable(tf.random_normal([2, 1]))
b = tf.Variable(tf.random_normal([1]))
p = tf.sigmoid(tf.matmul(X, W) + b)
cost = -tf.reduce_mean(Y * tf.log(p) + (1 - Y) * tf.log(1 - p))
train = tf.train.GradientDescentOptimizer(0.1).minimize(cost)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(10001):
        sess.run(train, feed_dict={X: x_data, Y: y_data})
`),
  ).toEqual(['information', 'information']);
});

test('raw-log-loss is information in the losses of a GAN', async () => {
  expect(
    await severities(`
import tensorflow as tf
from tensorflow import keras
discriminator = keras.Sequential([keras.layers.Dense(64, activation='relu', input_shape=(784,)), keras.layers.Dense(1, activation='sigmoid')])
optimizer = keras.optimizers.Adam(1e-3)
def step(images):
    with tf.GradientTape() as tape:
        loss = -tf.reduce_mean(tf.math.log(discriminator(images)))
    optimizer.apply_gradients(zip(tape.gradient(loss, discriminator.trainable_variables), discriminator.trainable_variables))
for epoch in range(1000):
    step(images)
`),
  ).toEqual(['information']);
});
