# return-sequences: A recurrent layer gives its last state where a sequence is needed, or the sequence where the last state is.
# Keras stops with an error: expected ndim=3, found ndim=2

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 10, 4)
y = x[:, :, 0].sum(axis=1)

model = keras.Sequential([
    keras.layers.LSTM(16, input_shape=(10, 4)),
    keras.layers.LSTM(8),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=5)
