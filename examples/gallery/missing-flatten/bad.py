# missing-flatten: A Dense head is applied to every position of a picture or sequence, while there is one label per sample.
# Keras stops with an error: must have rank (ndim)

import numpy as np
from tensorflow import keras

x = np.random.rand(100, 12, 12, 1)
y = (x.mean(axis=(1, 2, 3)) > 0.5).astype("int32")

model = keras.Sequential([
    keras.layers.Conv2D(8, 3, activation="relu", input_shape=(12, 12, 1)),
    keras.layers.MaxPooling2D(),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=5)
