# unscaled-regression-target: The target of a regression is far from unit size.

import numpy as np
from tensorflow import keras

y = np.random.uniform(5000, 6000, size=(300, 1))
x = np.concatenate([y / 6000, (y / 6000) ** 2], axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20)
