import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(0)
x = rng.normal(size=(160, 6, 2))
y = x.sum(axis=(1, 2))
model = keras.Sequential([
    keras.layers.LSTM(8),
    keras.layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.02), loss='mse')
model.fit(x, y, epochs=10)
