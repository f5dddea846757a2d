# missing-hidden-activation: A hidden layer has no activation, so it collapses with the next layer into one linear map.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 2) * 2 - 1
y = (x[:, 0] * x[:, 1] > 0).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, input_shape=(2,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
