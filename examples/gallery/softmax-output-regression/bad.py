# softmax-output-regression: A regression ends in softmax, whose outputs are shares that add up to 1.

import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = x[:, :2] * 3 + np.random.normal(size=(300, 2))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
