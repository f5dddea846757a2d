# softmax-axis: Softmax works over another axis than the classes.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3),
    keras.layers.Softmax(axis=0),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
