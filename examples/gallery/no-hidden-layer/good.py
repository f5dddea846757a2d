# no-hidden-layer, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 2) * 2 - 1
y = x[:, :1] * x[:, 1:]

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20)
