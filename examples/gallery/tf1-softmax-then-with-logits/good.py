# tf1-softmax-then-with-logits, without the mistake: nothing is reported here.

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()

xs = np.random.rand(300, 8)
ys = np.eye(3)[xs[:, :3].argmax(axis=1)]

x = tf.placeholder(tf.float32, [None, 8])
y = tf.placeholder(tf.float32, [None, 3])
W1 = tf.Variable(tf.random_normal([8, 16], stddev=0.3))
b1 = tf.Variable(tf.zeros([16]))
W2 = tf.Variable(tf.random_normal([16, 3], stddev=0.3))
b2 = tf.Variable(tf.zeros([3]))
hidden = tf.nn.relu(tf.matmul(x, W1) + b1)
logits = tf.matmul(hidden, W2) + b2
probabilities = tf.nn.softmax(logits)
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(100):
        _, value = sess.run([train_op, loss], feed_dict={x: xs, y: ys})
    print(value)
