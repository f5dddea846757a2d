# categorical-ce-single-unit: A categorical cross-entropy is used with a single output unit.

import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
y = (x.sum(axis=1) > 2).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
