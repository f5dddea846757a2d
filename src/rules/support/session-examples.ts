/** Small TensorFlow 1 programs that the documentation of several rules is made of. */

/** A linear model on random data in a TensorFlow 1 graph; `rest` trains it. */
export const linearProgram = (rest: string): string => `import numpy as np
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

${rest}`;

/** A classifier with one hidden layer; graph makes loss and train op from hidden, x and one-hot y. */
export const classifierProgram = (graph: string, feed = '{x: xs, y: ys}'): string => `import numpy as np
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
${graph}
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(100):
        _, value = sess.run([train_op, loss], feed_dict=${feed})
    print(value)
`;
