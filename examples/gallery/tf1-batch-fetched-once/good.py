# tf1-batch-fetched-once, without the mistake: nothing is reported here.

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()

xs = np.random.rand(320, 4).astype("float32")
ys = xs.sum(axis=1, keepdims=True)

data = tf.data.Dataset.from_tensor_slices((xs, ys)).shuffle(320).repeat().batch(32)
next_x, next_y = tf.data.make_one_shot_iterator(data).get_next()

x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.float32, [None, 1])
W = tf.Variable(tf.random_normal([4, 1], stddev=0.1))
loss = tf.reduce_mean(tf.square(tf.matmul(x, W) - y))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(200):
        batch_x, batch_y = sess.run([next_x, next_y])
        sess.run(train_op, feed_dict={x: batch_x, y: batch_y})
