# ordered-validation-split: validation_split cuts off the end of data that is sorted by class.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = np.concatenate([np.zeros(100), np.ones(100), np.full(100, 2)])
x[:, 0] += y

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.3)
