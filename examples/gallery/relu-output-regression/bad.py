# relu-output-regression: A regression ends in relu, which cannot give negative values and can die.

import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = x.sum(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="relu"),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
