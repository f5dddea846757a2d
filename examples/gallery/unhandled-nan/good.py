# unhandled-nan, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
x[5, 1] = np.nan
y = np.random.rand(200)
bad_rows = np.isnan(x).any(axis=1)
x, y = x[~bad_rows], y[~bad_rows]

model = keras.Sequential([
    keras.layers.Dense(8, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=5)
