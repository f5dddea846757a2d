"""Two classes, trained with the error of a regression and with the loss made for classes."""

import numpy as np
import tensorflow as tf

features = np.random.rand(100, 10)
labels = np.random.randint(0, 2, (100, 1))

# Mean squared error hardly pushes a sigmoid that is confidently wrong.
model = tf.keras.Sequential(
    [
        tf.keras.layers.Dense(10, activation="relu", input_shape=(10,)),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="mse")
model.fit(features, labels, epochs=10)

# Binary cross-entropy pushes the harder, the more wrong the answer is.
classifier = tf.keras.Sequential(
    [
        tf.keras.layers.Dense(10, activation="relu", input_shape=(10,)),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
classifier.compile(optimizer="adam", loss="binary_crossentropy")
classifier.fit(features, labels, epochs=10)
