# accuracy-for-regression: Accuracy is reported for a regression, where it stays near 0.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 4)
y = x.sum(axis=1) * 3

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
model.fit(x, y, epochs=20)
