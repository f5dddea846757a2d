import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(2)
x = rng.normal(size=(300, 3))
y = np.random.uniform(-9, -2, size=300)
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(1, activation='relu'),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=12, verbose=2)
