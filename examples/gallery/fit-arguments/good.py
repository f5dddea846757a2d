# fit-arguments, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x, x_val = rng.normal(size=(200, 4)), rng.normal(size=(50, 4))
y, y_val = x.sum(axis=1), x_val.sum(axis=1)

model = keras.Sequential([
    keras.layers.Dense(8, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, validation_data=(x_val, y_val))
