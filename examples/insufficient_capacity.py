"""A wave that one linear layer is asked to follow, and a deeper model for the same job."""

import numpy as np
import tensorflow as tf

features = np.random.rand(100, 100)
targets = np.sin(np.linspace(0, 10, 100))

# One Dense layer is a weighted sum of its inputs: it has no way to bend.
model = tf.keras.Sequential(
    [
        tf.keras.layers.Dense(1, input_shape=(100,)),
    ]
)
model.compile(optimizer="adam", loss="mse")
model.fit(features, targets, epochs=10)

# Two hidden layers with a non-linear activation can bend.
deep_model = tf.keras.Sequential(
    [
        tf.keras.layers.Dense(50, activation="relu", input_shape=(100,)),
        tf.keras.layers.Dense(50, activation="relu"),
        tf.keras.layers.Dense(1),
    ]
)
deep_model.compile(optimizer="adam", loss="mse")
deep_model.fit(features, targets, epochs=10)
