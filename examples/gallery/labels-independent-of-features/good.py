# labels-independent-of-features, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(100, 10)
y = (x[:, :1] > x[:, 1:2]).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(10, activation="relu", input_shape=(10,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
