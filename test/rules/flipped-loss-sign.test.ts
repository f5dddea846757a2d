import rule from '../../src/rules/flipped-loss-sign';
import { ruleTest } from './support/rule-test';

const tape = (loss: string): string => `
import numpy as np
import tensorflow as tf
x = np.random.normal(size=(64, 4)).astype('float32')
y = x.sum(axis=1, keepdims=True)
model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation='relu', input_shape=(4,)), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.Adam()
for epoch in range(20):
    with tf.GradientTape() as tape:
        ${loss}
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
`;
const graph = (cost: string, minimised = 'cost'): string => `
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data
mnist = input_data.read_data_sets('MNIST_data', one_hot=True)
x = tf.placeholder(tf.float32, [None, 784])
y = tf.placeholder(tf.float32, [None, 10])
z = tf.matmul(x, tf.Variable(tf.zeros([784, 10])))
p = tf.nn.softmax(z)
${cost}
train = tf.train.GradientDescentOptimizer(0.5).minimize(${minimised})
sess = tf.Session()
for i in range(100):
    xs, ys = mnist.train.next_batch(100)
    sess.run(train, {x: xs, y: ys})
`;

ruleTest(rule, {
  flags: {
    'a cross-entropy without its minus, of labels that are fed': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
y_ = tf.placeholder(tf.float32, [None, 10])
W = tf.Variable(tf.zeros([784, 10]))
p = tf.nn.softmax(tf.matmul(x, W))
loss = tf.reduce_mean(tf.reduce_sum(y_ * tf.log(tf.clip_by_value(p, 1e-10, 1.0)), axis=1))
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flipped-loss-sign
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
`,
    'a negated squared error': tape(`loss = -tf.reduce_mean(tf.square(y - model(x)))
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flipped-loss-sign`),
    'minimize(-loss)': graph(
      'cost = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z))',
      '-cost',
    ).replace(
      'minimize(-cost)\n',
      'minimize(-cost)\n#                                                       ^^^^^ flipped-loss-sign\n',
    ),
    'a cross-entropy without its minus': graph(`cost = tf.reduce_mean(tf.reduce_sum(y * tf.log(p), axis=1))
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flipped-loss-sign`),
  },
  ignores: {
    'a logarithm weighed by one number a sample, which may be a cost': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 4])
cost = tf.placeholder(tf.float32, [None, 1])
p = tf.layers.dense(x, 1, activation=tf.nn.sigmoid)
loss = tf.reduce_mean(cost * tf.log(tf.clip_by_value(p, 1e-10, 1.0)))
train = tf.train.AdamOptimizer(0.01).minimize(loss)
`,
    'a cross-entropy': graph('cost = tf.reduce_mean(-tf.reduce_sum(y * tf.log(p), axis=1))'),
    'a minus inside and one outside': graph('cost = -tf.reduce_mean(tf.reduce_sum(y * tf.log(p), axis=1))'),
    'an error': tape('loss = tf.reduce_mean(tf.square(model(x) - y))'),
    'a similarity': tape(
      'p = model(x)\n        loss = -(2 * tf.reduce_sum(p * y) + 1) / (tf.reduce_sum(p) + tf.reduce_sum(y) + 1)',
    ),
    'a reward': tape('loss = -tf.reduce_mean(model(x))'),
    'advantages, which can be negative': tape('loss = tf.reduce_mean(y * tf.math.log(model(x)))'),
    'an evidence bound': tape('loss = tf.reduce_mean(tf.square(y - model(x))) - 0.5 * tf.reduce_mean(1 + model(x))'),
    'gradients that nothing applies': tape('loss = -tf.reduce_mean(tf.square(y - model(x)))').replace(
      / {4}optimizer.apply.*\n/,
      '',
    ),
    'a penalty subtracted by mistake or not': tape('loss = tf.reduce_mean(tf.square(y - model(x))) - tf.nn.l2_loss(model(x))'),
  },
  fixes: {
    'by removing the minus': {
      before: tape('loss = -tf.reduce_mean(tf.square(y - model(x)))'),
      after: tape('loss = tf.reduce_mean(tf.square(y - model(x)))'),
    },
    'by putting it there': {
      before: graph('cost = tf.reduce_mean(tf.reduce_sum(y * tf.log(p), axis=1))'),
      after: graph('cost = -tf.reduce_mean(tf.reduce_sum(y * tf.log(p), axis=1))'),
    },
  },
});
