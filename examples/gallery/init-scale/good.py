# init-scale, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 100)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(64, activation="relu", input_shape=(100,)),
    keras.layers.Dense(64, activation="relu", kernel_initializer="he_normal"),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
