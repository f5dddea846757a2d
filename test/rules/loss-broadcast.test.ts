import rule from '../../src/rules/loss-broadcast';
import { ruleTest } from './support/rule-test';

const tape = (loss: string, y = 'y = x.sum(axis=1)'): string => `
import numpy as np
import tensorflow as tf
x = np.random.normal(size=(64, 4)).astype('float32')
${y}
model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation='relu', input_shape=(4,)), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.Adam()
for epoch in range(20):
    with tf.GradientTape() as tape:
        p = model(x)
        ${loss}
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
`;

const compiled = (labels: string, model: string, loss = "'mse'", keras = 'import keras'): string => `
import numpy as np
${keras}
x = np.random.rand(64, 5, 4)
y = ${labels}
model = keras.Sequential([keras.layers.Input((5, 4)), ${model}])
model.compile('adam', ${loss})
model.fit(x, y, epochs=2)
`;

ruleTest(rule, {
  flags: {
    'in a tape loop': tape(`loss = tf.reduce_mean((y - p) ** 2)
#                              ^^^^^ loss-broadcast`),
    'with placeholders': `
import tensorflow as tf
X = tf.placeholder(tf.float32, [None, 9])
Y = tf.placeholder(tf.float32, [None])
h = tf.layers.dense(X, 64, activation=tf.nn.relu)
out = tf.layers.dense(h, 1)
loss = tf.reduce_mean(tf.square(out - Y))
#                               ^^^^^^^ loss-broadcast
train = tf.train.AdamOptimizer(0.001).minimize(loss)
`,
    'in the call of a Loss class, which Keras 3 leaves alone': `
import numpy as np
import keras
from keras import ops
class Mine(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean(ops.square(y_true - y_pred))
#                                  ^^^^^^^^^^^^^^^ loss-broadcast
model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(1)])
model.compile('sgd', loss=Mine())
x = np.random.rand(64, 4)
model.fit(x, x.sum(axis=1))
`,
    'one label for every step of a sequence': compiled(
      'x.sum(axis=(1, 2)).reshape(-1, 1)',
      'keras.layers.LSTM(8, return_sequences=True), keras.layers.Dense(1)',
    ).replace("model.compile('adam', 'mse')\n", "model.compile('adam', 'mse')\n#                     ^^^^^ loss-broadcast\n"),
    'one label for several outputs': compiled(
      'x.sum(axis=(1, 2)).reshape(-1, 1)',
      'keras.layers.Flatten(), keras.layers.Dense(3)',
      'keras.losses.MeanAbsoluteError()',
    ).replace(
      'MeanAbsoluteError())\n',
      'MeanAbsoluteError())\n#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ loss-broadcast\n',
    ),
  },
  ignores: {
    'numbers times a variable of one number': `
import tensorflow as tf
X = tf.placeholder(tf.float32, shape=[None])
Y = tf.placeholder(tf.float32, shape=[None])
W = tf.Variable(tf.random_normal([1]))
b = tf.Variable(tf.random_normal([1]))
cost = tf.reduce_mean(tf.square(X * W + b - Y))
train = tf.train.GradientDescentOptimizer(0.01).minimize(cost)
`,
    'a column of labels': tape('loss = tf.reduce_mean((y - p) ** 2)', 'y = x.sum(axis=1, keepdims=True)'),
    'squeezed predictions': tape('loss = tf.reduce_mean((y - tf.squeeze(p)) ** 2)'),
    'labels with a new axis': tape('loss = tf.reduce_mean((y[:, None] - p) ** 2)'),
    'reshaped predictions': tape('loss = tf.reduce_mean((y - tf.reshape(p, [-1])) ** 2)'),
    "Keras's own loss": tape('loss = tf.reduce_mean(tf.keras.losses.mean_squared_error(y, p))'),
    'a loss function in compile, which Keras aligns': `
import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K
def loss(y_true, y_pred):
    return K.mean(K.square(y_true - y_pred))
model = keras.Sequential([keras.layers.Dense(1, input_shape=(4,))])
model.compile('sgd', loss=loss)
x = np.random.rand(64, 4)
model.fit(x, x.sum(axis=1))
`,
    'a row of numbers times a variable of one': `
import numpy as np
import tensorflow.compat.v1 as tf
tf.disable_eager_execution()
x = tf.placeholder(tf.float32, [None])
y = tf.placeholder(tf.float32, [None])
w = tf.Variable(tf.random_normal([1]))
b = tf.Variable(tf.zeros([1]))
loss = tf.reduce_mean(tf.square(x * w + b - y))
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(100):
        sess.run(train, feed_dict={x: [1.0, 2.0, 3.0], y: [1.0, 2.0, 3.0]})
`,
    'labels of unknown shape': tape('loss = tf.reduce_mean((y - p) ** 2)', 'from elsewhere import y'),
    "weights times the backend's cross-entropy, which keeps the last axis": `
import numpy as np
from tensorflow import keras
from tensorflow.keras import backend as K
def loss(y_true, y_pred):
    return K.mean(K.square(y_true - K.binary_crossentropy(y_true, y_pred)))
model = keras.Sequential([keras.layers.Dense(1, activation='sigmoid', input_shape=(4,))])
model.compile('sgd', loss=loss)
x = np.random.rand(64, 4)
model.fit(x, x.sum(axis=1))
`,
    'flat labels and one output': compiled('x.sum(axis=(1, 2))', 'keras.layers.Flatten(), keras.layers.Dense(1)'),
    'a label for every step': compiled('x.sum(axis=2)', 'keras.layers.LSTM(8, return_sequences=True), keras.layers.Dense(1)'),
    'a scalar weight': tape('loss = 0.5 * tf.reduce_mean(tf.square(y[:, None] - p))'),
  },
  fixes: {
    'by squeezing the output': {
      before: tape('loss = tf.reduce_mean((y - p) ** 2)'),
      after: tape('loss = tf.reduce_mean((y - p) ** 2)').replace('p = model(x)', 'p = tf.squeeze(model(x), axis=-1)'),
    },
  },
});
