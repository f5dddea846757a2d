import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(10)
x = rng.normal(size=(200, 10, 3))
y = x[:, -1, 0] + x[:, -2, 1]
model = keras.Sequential([
    keras.layers.LSTM(12),
    keras.layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss='mse')
model.fit(x, y, epochs=12)
