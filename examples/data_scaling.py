"""Features in the hundreds, as they come, and the same features brought to unit size."""

import numpy as np
import tensorflow as tf

features = np.random.rand(100, 10) * 1000
targets = np.random.rand(100, 1)

# Values up to 1000 reach the first layer: its gradients are about a thousand times those of the second.
model = tf.keras.Sequential(
    [
        tf.keras.layers.Dense(10, activation="relu", input_shape=(10,)),
        tf.keras.layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mse")
model.fit(features, targets, epochs=10)

# The same model on standardized features: every column has mean 0 and deviation 1.
standardized = (features - features.mean(axis=0)) / features.std(axis=0)

scaled_model = tf.keras.Sequential(
    [
        tf.keras.layers.Dense(10, activation="relu", input_shape=(10,)),
        tf.keras.layers.Dense(1),
    ]
)
scaled_model.compile(optimizer="adam", loss="mse")
scaled_model.fit(standardized, targets, epochs=10)
