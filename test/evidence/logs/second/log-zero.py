import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(5)
x = rng.normal(size=(300, 8)).astype("float32")
y = (x[:, 0] * x[:, 1] + x[:, 2] > 0).astype("int32")
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(1, activation='sigmoid'),
])
x = x * 200
def loss(t, p):
    t = tf.cast(tf.reshape(t, (-1, 1)), tf.float32)
    return -tf.reduce_mean(t * tf.math.log(p) + (1 - t) * tf.math.log(1 - p))
model.compile(optimizer='sgd', loss=loss)
model.fit(x, y, epochs=6, verbose=2)
