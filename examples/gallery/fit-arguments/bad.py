# fit-arguments: Arguments of fit or evaluate are in the wrong place: data as a number, labels as features, arrays of different parts.
# Keras stops with an error: The truth value of an array with more than one element is ambiguous

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
model.fit(x, y, x_val, y_val)
