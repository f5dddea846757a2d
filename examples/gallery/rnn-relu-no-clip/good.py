# rnn-relu-no-clip, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.randn(300, 120, 4)
y = x[:, -5:, 0].mean(axis=1)

model = keras.Sequential([
    keras.layers.LSTM(32, input_shape=(120, 4)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
