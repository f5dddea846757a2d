# relu-output-regression, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = x.sum(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
