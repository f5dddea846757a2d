# mse-for-classification, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(200, 10)
y = (x[:, 0] > x[:, 1]).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(10, activation="relu", input_shape=(10,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
