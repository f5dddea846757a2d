# tf1-train-op-not-run, without the mistake: nothing is reported here.

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()

xs = np.random.rand(200, 4)
ys = xs.sum(axis=1, keepdims=True)

x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.float32, [None, 1])
W = tf.Variable(tf.random_normal([4, 1], stddev=0.1))
b = tf.Variable(tf.zeros([1]))
prediction = tf.matmul(x, W) + b
loss = tf.reduce_mean(tf.square(prediction - y))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(50):
        _, value = sess.run([train_op, loss], feed_dict={x: xs, y: ys})
        print(step, value)
