# unsafe-div-sqrt-exp: A division, logarithm, square root or exponential in the loss breaks down at values that occur.

import numpy as np
import tensorflow as tf

x = np.random.normal(size=(64, 4)).astype("float32")
y = (x.sum(axis=1, keepdims=True) > 0).astype("float32")

def loss(y_true, y_pred):
    return tf.reduce_mean(tf.abs((y_true - y_pred) / y_true))

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss=loss)
model.fit(x, y, epochs=20)
