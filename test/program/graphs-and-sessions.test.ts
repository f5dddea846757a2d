import { expect, test } from 'vitest';
import { readRuns } from '../support/facts';

test('a TensorFlow 1 classifier with variables is one run with its logits as head', async () => {
  const runs = await readRuns(`
import tensorflow as tf
import numpy as np

x = tf.placeholder(tf.float32, [None, 784])
y = tf.placeholder(tf.float32, [None, 10])
W1 = tf.Variable(tf.random_normal([784, 256]))
b1 = tf.Variable(tf.random_normal([256]))
hidden = tf.nn.relu(tf.matmul(x, W1) + b1)
W2 = tf.get_variable('W2', shape=[256, 10])
logits = tf.matmul(hidden, W2)
cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=y))
train = tf.train.AdamOptimizer(learning_rate=0.001).minimize(cost)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(15):
        _, c = sess.run([train, cost], feed_dict={x: np.zeros((32, 784)), y: np.zeros((32, 10))})
`);
  expect(runs.map(({ loop, heads, optimizer }) => ({ loop, heads, optimizer }))).toEqual([
    { loop: 'session', heads: [[10, 'linear', 'tf.nn.softmax_cross_entropy_with_logits']], optimizer: 'Adam 0.001' },
  ]);
});

test('tf.layers and tf.contrib.layers make layers; the latter apply relu unless told otherwise', async () => {
  const [run] = await readRuns(`
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 28, 28, 1])
y = tf.placeholder(tf.int32, [None])
net = tf.layers.conv2d(x, 32, 5, activation=tf.nn.relu)
net = tf.layers.max_pooling2d(net, 2, 2)
net = tf.contrib.layers.flatten(net)
net = tf.contrib.layers.fully_connected(net, 64)
out = tf.layers.dense(net, 10)
loss = tf.losses.sparse_softmax_cross_entropy(labels=y, logits=out)
step = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
sess = tf.InteractiveSession()
step.run(feed_dict={x: [], y: []})
`);
  expect(run).toEqual({
    loop: 'session',
    layers: [
      'Conv2D relu [24,24,32]',
      'MaxPooling2D linear [12,12,32]',
      'Flatten linear [4608]',
      'Dense relu [64]',
      'Dense linear [10]',
    ],
    heads: [[10, 'linear', 'tf.compat.v1.losses.sparse_softmax_cross_entropy']],
    optimizer: 'SGD 0.5',
  });
});

test.each([
  ['gradients = opt.compute_gradients(loss)\ntrain = opt.apply_gradients(gradients)', 'SGD 0.1'],
  [
    'pairs = [(tf.clip_by_value(g, -1., 1.), v) for g, v in opt.compute_gradients(loss)]\ntrain = opt.apply_gradients(pairs)',
    'SGD 0.1',
  ],
  ['train = w.assign(w - 0.1 * tf.gradients(loss, w)[0])', 'unknown not-modelled'],
])('gradients that are taken apart still train: %s', async (lines, optimizer) => {
  const [run] = await readRuns(`
import tensorflow as tf
x = tf.placeholder(tf.float32, [None])
y = tf.placeholder(tf.float32, [None])
w = tf.Variable(tf.random_normal([1]))
b = tf.Variable(tf.zeros([1]))
loss = tf.reduce_mean(tf.square(x * w + b - y))
opt = tf.train.GradientDescentOptimizer(0.1)
${lines}
sess = tf.Session()
sess.run(train, feed_dict={x: [1., 2.], y: [1., 2.]})
`);
  expect(run?.heads).toEqual([[1, 'linear', 'mean_squared_error']]);
  expect(run?.optimizer).toBe(optimizer);
});

test('a cross-entropy written with logarithms is recognised, its probabilities are the head', async () => {
  const [run] = await readRuns(`
import tensorflow as tf
X = tf.placeholder(tf.float32, shape=[None, 2])
Y = tf.placeholder(tf.float32, shape=[None, 1])
W = tf.Variable(tf.random_normal([2, 1]), name='weight')
b = tf.Variable(tf.random_normal([1]), name='bias')
hypothesis = tf.sigmoid(tf.matmul(X, W) + b)
cost = -tf.reduce_mean(Y * tf.log(hypothesis) + (1 - Y) * tf.log(1 - hypothesis))
train = tf.train.GradientDescentOptimizer(learning_rate=0.01).minimize(cost)
tf.Session().run(train, feed_dict={X: [[1, 2]], Y: [[0]]})
`);
  expect(run?.heads).toEqual([[1, 'sigmoid', 'binary_crossentropy']]);
});
