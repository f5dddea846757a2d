# nondifferentiable-loss: Every way from the predictions to the loss passes through an operation without a gradient.
# Keras stops with an error: No gradients provided for any variable

import numpy as np
import tensorflow as tf

x = np.random.normal(size=(64, 4)).astype("float32")
y = (x.sum(axis=1, keepdims=True) > 0).astype("float32")

def loss(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_true - tf.round(y_pred)))

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss=loss)
model.fit(x, y, epochs=20)
