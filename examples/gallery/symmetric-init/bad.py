# symmetric-init: All weights of a hidden layer start at the same number, so its units do not become different.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", kernel_initializer="zeros", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
