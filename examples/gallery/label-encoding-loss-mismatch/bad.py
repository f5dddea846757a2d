# label-encoding-loss-mismatch: Class numbers meet a loss that wants one column a class, or one-hot labels the sparse form.
# Keras stops with an error: must have the same rank (ndim)

import numpy as np
from tensorflow import keras

y_train = np.random.randint(0, 10, size=500)
x_train = (np.random.randint(0, 128, size=(500, 28, 28)) + 12 * y_train[:, None, None]).astype("uint8")
x_train = x_train / 255.0

model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy")
model.fit(x_train, y_train, epochs=5)
