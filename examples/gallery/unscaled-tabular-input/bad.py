# unscaled-tabular-input: Features with large or very different magnitudes reach the first layer unscaled.

import numpy as np
from tensorflow import keras

x = np.random.rand(200, 5) * 1000
y = x[:, :1] / 1000

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(5,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
