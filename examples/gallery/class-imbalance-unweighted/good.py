# class-imbalance-unweighted, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
y = np.concatenate([np.zeros(970), np.ones(30)])
x = rng.normal(size=(1000, 8))
x[:, 0] += y
order = rng.permutation(1000)
x, y = x[order], y[order]

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, class_weight={0: 0.52, 1: 16.7})
