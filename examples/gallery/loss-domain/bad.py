# loss-domain: A loss is used with labels or outputs outside of where it is defined.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = np.random.randint(0, 5, size=(300, 1)).astype("float32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mean_absolute_percentage_error")
model.fit(x, y, epochs=20)
