# narrow-bottleneck: A hidden layer with one or two units stands before a wider output.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x.argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(2, activation="relu"),
    keras.layers.Dense(8, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
