# missing-hidden-activation, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 2) * 2 - 1
y = (x[:, 0] * x[:, 1] > 0).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
