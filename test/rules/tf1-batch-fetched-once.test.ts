import rule from '../../src/rules/tf1-batch-fetched-once';
import { ruleTest } from './support/rule-test';

const program = (rest: string): string => `
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data
mnist = input_data.read_data_sets('data', one_hot=True)
x = tf.placeholder(tf.float32, [None, 784])
y = tf.placeholder(tf.float32, [None, 10])
W = tf.Variable(tf.zeros([784, 10]))
logits = tf.matmul(x, W)
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
sess = tf.Session()
sess.run(tf.global_variables_initializer())
${rest}`;

ruleTest(rule, {
  flags: {
    'reshaped on the way': program(`images, labels = mnist.train.next_batch(50)
#                ^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-batch-fetched-once
images = images.reshape((-1, 784))
for i in range(1000):
    sess.run(train_op, feed_dict={x: images, y: labels})
`),
  },
  ignores: {
    'drawn in each step': program(`for i in range(1000):
    images, labels = mnist.train.next_batch(50)
    sess.run(train_op, feed_dict={x: images, y: labels})
`),
    'drawn each epoch, several steps on it': program(`for epoch in range(100):
    images, labels = mnist.train.next_batch(50)
    for i in range(3):
        sess.run(train_op, feed_dict={x: images, y: labels})
`),
    'all of the data': program(`images, labels = mnist.train.next_batch(55000)
for i in range(1000):
    sess.run(train_op, feed_dict={x: images, y: labels})
`),
    'a fixed batch for evaluation': program(`test_x, test_y = mnist.test.next_batch(100)
for i in range(1000):
    images, labels = mnist.train.next_batch(50)
    sess.run(train_op, feed_dict={x: images, y: labels})
    print(sess.run(loss, feed_dict={x: test_x, y: test_y}))
`),
    'a single step': program(`images, labels = mnist.train.next_batch(50)
sess.run(train_op, feed_dict={x: images, y: labels})
`),
  },
  fixes: {
    'draws in the loop': {
      before: program(`images, labels = mnist.train.next_batch(50)
for i in range(1000):
    sess.run(train_op, feed_dict={x: images, y: labels})
`),
      after: program(`images, labels = mnist.train.next_batch(50)
for i in range(1000):
    images, labels = mnist.train.next_batch(50)
    sess.run(train_op, feed_dict={x: images, y: labels})
`),
    },
  },
});
