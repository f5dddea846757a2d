# recompile-in-loop, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.normal(size=(256, 4)).astype("float32")
y = np.abs(x[:, :1]) + x[:, 1:2]

model = keras.Sequential([
    keras.Input(shape=(4,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")

for epoch in range(20):
    model.fit(x, y, epochs=1, batch_size=32, verbose=0)
