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

test('cells that are run over time are the recurrent layers of Keras', async () => {
  const recurrent = (lines: string) =>
    readRuns(`
import tensorflow as tf
from tensorflow.contrib import rnn
x = tf.placeholder(tf.float32, [None, 8, 3])
y = tf.placeholder(tf.float32, [None, 1])
${lines}
loss = tf.losses.mean_squared_error(y, tf.layers.dense(last, 1))
train = tf.train.AdamOptimizer(0.01).minimize(loss)
tf.Session().run(train, feed_dict={x: [], y: []})
`);
  const stack = `cells = [rnn.DropoutWrapper(rnn.BasicLSTMCell(n), output_keep_prob=0.5) for n in (16, 4)]
outputs, state = tf.nn.dynamic_rnn(rnn.MultiRNNCell(cells), x, dtype=tf.float32)
last = outputs[:, -1, :]`;
  const [stacked] = await recurrent(stack);
  expect(stacked?.layers).toEqual(['LSTM tanh [8,16]', 'LSTM tanh [8,4]', 'Dense linear [1]']);
  const unrolled = `outputs, state = rnn.static_rnn(tf.nn.rnn_cell.GRUCell(5), tf.unstack(x, 8, 1), dtype=tf.float32)
last = outputs[-1]`;
  const [steps] = await recurrent(unrolled);
  expect(steps?.layers).toEqual(['GRU tanh [8,5]', 'Dense linear [1]']);
  const [state] = await recurrent(`_, last = tf.nn.dynamic_rnn(rnn.BasicRNNCell(6), x, dtype=tf.float32)`);
  expect(state?.layers).toEqual(['SimpleRNN tanh [8,6]', 'Dense linear [1]']);
  // What lies behind the end of a sequence is not what the layer gives.
  const [masked] = await recurrent(`outputs, _ = tf.nn.dynamic_rnn(rnn.BasicRNNCell(6), x, sequence_length=n, dtype=tf.float32)
last = outputs[:, -1]`);
  expect(masked?.layers).toEqual(['Dense linear ?']);
});

test('parameters that click fills in have the defaults of their options', async () => {
  const [run] = await readRuns(`
import click
import tensorflow as tf

@click.command()
@click.option('--learning-rate', '-r', type=float, default=0.02)
@click.option('--hidden', 'units', default=7)
@click.option('--verbose', is_flag=True)
def main(learning_rate, units, verbose):
    if verbose:
        units = 9
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.placeholder(tf.float32, [None, 1])
    out = tf.layers.dense(tf.layers.dense(x, units), 1)
    train = tf.train.AdamOptimizer(learning_rate).minimize(tf.losses.mean_squared_error(y, out))
    tf.Session().run(train, feed_dict={x: [], y: []})

main()
`);
  expect(run?.layers).toEqual(['Dense linear [7]', 'Dense linear [1]']);
  expect(run?.optimizer).toBe('Adam 0.02');
});
