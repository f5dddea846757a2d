# spatial-collapse, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(100, 12, 12, 1)
y = (x.mean(axis=(1, 2, 3)) > 0.5).astype("int32")

model = keras.Sequential([
    keras.layers.Conv2D(8, 3, activation="relu", input_shape=(12, 12, 1)),
    keras.layers.MaxPooling2D(),
    keras.layers.Conv2D(16, 3, activation="relu"),
    keras.layers.MaxPooling2D(),
    keras.layers.Conv2D(32, 3, activation="relu", padding="same"),
    keras.layers.Flatten(),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=5)
