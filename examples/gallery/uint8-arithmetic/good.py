# uint8-arithmetic, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x = rng.integers(0, 256, size=(500, 20)).astype("uint8")
y = (x.mean(axis=1) > 127).astype("int32")
x = (x.astype("float32") - 128) / 128.0

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(20,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
