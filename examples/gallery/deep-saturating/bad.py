# deep-saturating: Many sigmoid (or tanh) layers in a row let the gradient vanish before it reaches the first layers.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="sigmoid", input_shape=(8,)),
    keras.layers.Dense(32, activation="sigmoid"),
    keras.layers.Dense(32, activation="sigmoid"),
    keras.layers.Dense(32, activation="sigmoid"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
