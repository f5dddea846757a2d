import rule from '../../src/rules/categorical-ce-single-unit';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'sparse, with a softmax layer': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1), keras.layers.Softmax(),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ categorical-ce-single-unit
model.fit(x, y)
`,
    'softmax cross-entropy of TensorFlow 1': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 9])
y = tf.placeholder(tf.float32, [None, 1])
out = tf.layers.dense(tf.layers.dense(x, 64, tf.nn.relu), 1)
loss = tf.losses.softmax_cross_entropy(y, out)
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ categorical-ce-single-unit
train = tf.train.AdamOptimizer(0.001).minimize(loss)
`,
    'written by hand': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 9])
y = tf.placeholder(tf.float32, [None, 1])
out = tf.layers.dense(tf.layers.dense(x, 64, tf.nn.relu), 1, tf.nn.sigmoid)
loss = tf.reduce_mean(-tf.reduce_sum(y * tf.log(tf.clip_by_value(out, 1e-10, 1.0)), axis=1))
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ categorical-ce-single-unit
train = tf.train.AdamOptimizer(0.001).minimize(loss)
`,
  },
  ignores: {
    'sigmoid cross-entropy of TensorFlow 1': `
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 9])
y = tf.placeholder(tf.float32, [None, 1])
loss = tf.losses.sigmoid_cross_entropy(y, tf.layers.dense(x, 1))
train = tf.train.AdamOptimizer(0.001).minimize(loss)
`,
    'scores over time that are gathered afterwards': `
from tensorflow import keras
inputs = keras.Input((10, 4))
scores = keras.layers.Flatten()(keras.layers.Dense(1)(inputs))
model = keras.Model(inputs, keras.layers.Softmax()(scores))
model.compile(loss='categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    'two units': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(2, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'binary cross-entropy': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  fixes: {
    'activation and loss together': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
