# sigmoid-with-categorical-ce: Sigmoid outputs are trained with a categorical cross-entropy, where classes should compete.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = keras.utils.to_categorical(x[:, :3].argmax(axis=1))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
