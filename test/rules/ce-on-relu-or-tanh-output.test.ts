import rule from '../../src/rules/ce-on-relu-or-tanh-output';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'an autoencoder: what it rebuilds must be a probability all the same': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(8, activation='relu'),
    #                                ^^^^^^ ce-on-relu-or-tanh-output
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, x)
`,
    'relu on scores, by the loss of TensorFlow 1': `
import tensorflow.compat.v1 as tf
x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.float32, [None, 3])
w = tf.Variable(tf.random_normal([4, 3]))
scores = tf.nn.relu(tf.matmul(x, w))
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-relu-or-tanh-output
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=scores, labels=y))
train = tf.train.AdamOptimizer(0.001).minimize(loss)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(100):
        session.run(train, {x: a, y: b})
`,
    'relu on scores, with from_logits': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, 'relu'), keras.layers.Dense(3, activation='relu')])
#                                                                                          ^^^^^^ ce-on-relu-or-tanh-output
model.compile('adam', keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y)
`,
    'a Dice loss written by hand': `
from tensorflow import keras
from tensorflow.keras import backend as K, layers
def dice_coef(y_true, y_pred, smooth=1.0):
    t, p = K.flatten(y_true), K.flatten(y_pred)
    intersection = K.sum(t * p)
    return (2. * intersection + smooth) / (K.sum(t) + K.sum(p) + smooth)
def dice_loss(y_true, y_pred):
    return 1 - dice_coef(y_true, y_pred)
i = keras.Input((64, 64, 1))
c = layers.Conv2D(8, 3, padding='same', activation='relu')(i)
o = layers.Conv2D(1, 1, activation='relu')(c)
#                                  ^^^^^^ ce-on-relu-or-tanh-output
model = keras.Model(i, o)
model.compile(optimizer='adam', loss=dice_loss, metrics=[dice_coef])
`,
    'a Tversky loss written by hand': `
from tensorflow import keras
from tensorflow.keras import backend as K, layers
def tversky_loss(y_true, y_pred, alpha=0.7):
    hits = K.sum(y_true * y_pred)
    missed = K.sum(y_true * (1 - y_pred))
    extra = K.sum((1 - y_true) * y_pred)
    return 1 - (hits + 1.) / (hits + alpha * missed + (1 - alpha) * extra + 1.)
i = keras.Input((64, 64, 1))
c = layers.Conv2D(8, 3, padding='same', activation='relu')(i)
o = layers.Conv2D(1, 1)(c)
o = layers.Activation('tanh')(o)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-relu-or-tanh-output
model = keras.Model(i, o)
model.compile(optimizer='adam', loss=tversky_loss)
`,
    'a cross-entropy in a function of the program': `
from tensorflow import keras
from tensorflow.keras import backend as K, layers
def weighted(y_true, y_pred):
    return K.mean((1 + 4 * y_true) * K.binary_crossentropy(y_true, y_pred))
i = keras.Input((64, 64, 1))
c = layers.Conv2D(8, 3, padding='same', activation='relu')(i)
o = layers.Conv2D(1, 1, activation='relu')(c)
#                                  ^^^^^^ ce-on-relu-or-tanh-output
model = keras.Model(i, o)
model.compile(optimizer='adam', loss=weighted)
`,
    'tanh with binary cross-entropy': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='tanh'),
#                                    ^^^^^^ ce-on-relu-or-tanh-output
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    'a relu layer of its own': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3),
    keras.layers.ReLU(),
#   ^^^^^^^^^^^^^^^^^^^ ce-on-relu-or-tanh-output
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  ignores: {
    'a Dice loss of squares, which is best at the labels': `
from tensorflow import keras
from tensorflow.keras import backend as K, layers
def dice_loss(y_true, y_pred):
    return 1 - 2 * K.sum(y_true * y_pred) / (K.sum(K.square(y_true)) + K.sum(K.square(y_pred)))
i = keras.Input((64, 64, 1))
c = layers.Conv2D(8, 3, padding='same', activation='relu')(i)
model = keras.Model(i, layers.Conv2D(1, 1, activation='relu')(c))
model.compile(optimizer='adam', loss=dice_loss)
`,
    'a Dice loss of what it keeps within 0 and 1': `
from tensorflow import keras
from tensorflow.keras import backend as K, layers
def dice_coef(y_true, y_pred, smooth=1.0):
    t, p = K.flatten(y_true), K.flatten(y_pred)
    intersection = K.sum(t * p)
    return (2. * intersection + smooth) / (K.sum(t) + K.sum(p) + smooth)
def dice_loss(y_true, y_pred):
    return 1 - dice_coef(y_true, K.clip(y_pred, 0, 1))
i = keras.Input((64, 64, 1))
c = layers.Conv2D(8, 3, padding='same', activation='relu')(i)
model = keras.Model(i, layers.Conv2D(1, 1, activation='relu')(c))
model.compile(optimizer='adam', loss=dice_loss)
`,
    'a Dice coefficient that is only watched': `
from tensorflow import keras
from tensorflow.keras import backend as K, layers
def dice_coef(y_true, y_pred, smooth=1.0):
    t, p = K.flatten(y_true), K.flatten(y_pred)
    intersection = K.sum(t * p)
    return (2. * intersection + smooth) / (K.sum(t) + K.sum(p) + smooth)
i = keras.Input((64, 64, 1))
c = layers.Conv2D(8, 3, padding='same', activation='relu')(i)
model = keras.Model(i, layers.Conv2D(1, 1, activation='relu')(c))
model.compile(optimizer='adam', loss='mse', metrics=[dice_coef])
`,
    'tanh with hinge': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='tanh'),
])
model.compile(optimizer='adam', loss='hinge', metrics=['accuracy'])
model.fit(x, y)
`,
    'relu with MSE': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1, activation='relu'),
])
model.compile(optimizer='adam', loss='mse', metrics=['accuracy'])
model.fit(x, y)
`,
    'a hidden relu layer': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
  },
  fixes: {
    'with softmax': {
      before: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='relu'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y)
`,
    },
  },
});
