# softmax-single-unit: The last layer applies softmax to one unit, which always gives 1.

import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
y = (x.sum(axis=1) > 2).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="softmax"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
