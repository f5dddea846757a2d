import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(2)
x = rng.normal(size=(300, 3))
y = np.random.uniform(10, 40, size=300)
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(1, activation='tanh'),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=10)
