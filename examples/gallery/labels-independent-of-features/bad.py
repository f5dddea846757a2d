# labels-independent-of-features: Labels and features are generated independently of each other: there is nothing to learn.

import numpy as np
from tensorflow import keras

x = np.random.rand(100, 10)
y = np.random.randint(0, 2, (100, 1))

model = keras.Sequential([
    keras.layers.Dense(10, activation="relu", input_shape=(10,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
