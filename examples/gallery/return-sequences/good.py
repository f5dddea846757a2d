# return-sequences, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 10, 4)
y = x[:, :, 0].sum(axis=1)

model = keras.Sequential([
    keras.layers.LSTM(16, return_sequences=True, input_shape=(10, 4)),
    keras.layers.LSTM(8),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=5)
