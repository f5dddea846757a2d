# accuracy-for-regression, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 4)
y = x.sum(axis=1) * 3

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20)
