import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(6)
x = rng.uniform(-2, 2, size=(300, 3))
y = np.sin(x[:, 0]) + 0.5 * x[:, 1] ** 2 - x[:, 2]
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=15, verbose=0, callbacks=[keras.callbacks.CSVLogger('log.csv')])
print(open('log.csv').read())
