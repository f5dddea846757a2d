# rnn-relu-no-clip: A recurrent layer uses relu over many time steps, and gradients are not clipped.

import numpy as np
from tensorflow import keras

x = np.random.randn(300, 120, 4)
y = x[:, -5:, 0].mean(axis=1)

model = keras.Sequential([
    keras.layers.LSTM(32, activation="relu", input_shape=(120, 4)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
