import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(7)
y = rng.integers(0, 5, size=300)
x = (rng.normal(size=(300, 10)) + np.eye(10)[y] * 2.5).astype("float32")
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(5, activation='softmax'),
])
def loss(t, p):
    t = tf.one_hot(tf.cast(tf.reshape(t, (-1,)), tf.int32), 5)
    return tf.reduce_mean(tf.reduce_sum(t * tf.math.log(p + 1e-7), axis=1))
model.compile(optimizer='adam', loss=loss, metrics=['accuracy'])
model.fit(x, y, epochs=10)
