# categorical-ce-single-unit, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
y = (x.sum(axis=1) > 2).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
