# label-range-mismatch: Labels lie outside the range that the loss and the number of outputs allow.
# Keras stops with an error: Received a label value of 3 which is outside the valid range of [0, 3)

import numpy as np
from tensorflow import keras

y = np.random.randint(1, 4, size=300)
x = np.random.normal(size=(300, 4)) + y[:, None]

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
