# bounded-output-regression, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

y = np.random.uniform(0, 50, size=(300, 1))
x = np.concatenate([y / 50, (y / 50) ** 2], axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
