# inconsistent-split-scaling, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x = rng.integers(0, 256, size=(500, 20)).astype("float32")
y = (x.mean(axis=1) > 127).astype("int32")
x_train, y_train = x[:400], y[:400]
x_test, y_test = x[400:], y[400:]
x_train = x_train / 255.0
x_test = x_test / 255.0

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(20,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10)
model.evaluate(x_test, y_test)
