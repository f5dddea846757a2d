# layer-not-connected: A layer of the functional API drops out of the model because the next one takes an earlier tensor.

import numpy as np
from tensorflow import keras

features = np.random.rand(300, 8)
labels = features[:, :3].argmax(axis=1)

inputs = keras.Input(shape=(8,))
x = keras.layers.Dense(64, activation="relu")(inputs)
x = keras.layers.Dense(32, activation="relu")(inputs)
outputs = keras.layers.Dense(3, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(features, labels, epochs=20)
