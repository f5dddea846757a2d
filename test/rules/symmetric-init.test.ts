import rule from '../../src/rules/symmetric-init';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'layers of TensorFlow 1, by its own name for zeros': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 20])
y = tf.placeholder(tf.float32, [None, 10])
h = tf.layers.dense(x, 64, activation=tf.nn.relu, kernel_initializer=tf.zeros_initializer())
#                                                                    ^^^^^^^^^^^^^^^^^^^^^^ symmetric-init
loss = tf.losses.softmax_cross_entropy(y, tf.layers.dense(h, 10))
train = tf.train.AdamOptimizer(1e-3).minimize(loss)
`,
    'a constant': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='tanh', kernel_initializer=keras.initializers.Constant(0.05), input_shape=(8,)),
#                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ symmetric-init
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'several layers alike once, at the worst': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', kernel_initializer='zeros', input_shape=(8,)),
#                                                                ^^^^^^^ symmetric-init
    keras.layers.Dense(16, activation='relu', kernel_initializer='zeros'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'variables of TensorFlow 1': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
y = tf.placeholder(tf.float32, [None, 10])
W1 = tf.Variable(tf.zeros([784, 256]))
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ symmetric-init
b1 = tf.Variable(tf.zeros([256]))
W2 = tf.Variable(tf.zeros([256, 10]))
b2 = tf.Variable(tf.zeros([10]))
hidden = tf.nn.relu(tf.matmul(x, W1) + b1)
logits = tf.matmul(hidden, W2) + b2
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
`,
    'variables made by a function, once': `
import tensorflow as tf
def layer(x, units, name, activation):
    with tf.variable_scope(name):
        w = tf.get_variable('w', [x.get_shape()[-1], units], initializer=tf.constant_initializer(0.1))
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ symmetric-init
        b = tf.get_variable('b', [units], initializer=tf.zeros_initializer())
        return activation(tf.nn.xw_plus_b(x, w, b))
x = tf.placeholder(tf.float32, [None, 784])
y = tf.placeholder(tf.int32, [None])
h = layer(layer(x, 100, 'h1', tf.nn.tanh), 100, 'h2', tf.nn.tanh)
logits = layer(h, 10, 'out', tf.identity)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
train = tf.train.AdamOptimizer(0.001).minimize(loss)
`,
  },
  ignores: {
    'logistic regression on variables': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 784])
y = tf.placeholder(tf.float32, [None, 10])
W = tf.Variable(tf.zeros([784, 10]))
b = tf.Variable(tf.zeros([10]))
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=tf.matmul(x, W) + b))
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
`,
    'a path beside what there is, which starts at nothing': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 64])
y = tf.placeholder(tf.float32, [None, 10])
A = tf.Variable(tf.random_normal([64, 64]))
B = tf.Variable(tf.zeros([64, 64]))
h = tf.nn.relu(tf.matmul(x, A) + tf.matmul(x, B))
logits = tf.matmul(h, tf.Variable(tf.random_normal([64, 10])))
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
`,
    'a transformation that starts as the identity': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 64])
y = tf.placeholder(tf.float32, [None, 10])
W = tf.Variable(tf.zeros([64, 6]))
b = tf.Variable([1., 0., 0., 0., 1., 0.])
moved = warp(x, tf.matmul(x, W) + b)
logits = tf.layers.dense(moved, 10)
loss = tf.losses.softmax_cross_entropy(y, logits)
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
`,
    'the output layer': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax', kernel_initializer='zeros'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    biases: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', bias_initializer='zeros', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'logistic regression from zeros': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(3, activation='softmax', kernel_initializer='zeros', input_shape=(8,)),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'random weights': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='he_normal', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  fixes: {
    'all layers at once': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='zeros', input_shape=(8,)),
    keras.layers.Dense(16, 'tanh', kernel_initializer='ones'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='he_normal', input_shape=(8,)),
    keras.layers.Dense(16, 'tanh', kernel_initializer='glorot_uniform'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
    'with a random start': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='zeros', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, 'relu', kernel_initializer='he_normal', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
