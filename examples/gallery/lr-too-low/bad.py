# lr-too-low: The learning rate is so small that the loss hardly moves within the run.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-6), loss="binary_crossentropy")
model.fit(x, y, epochs=20)
