import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(0)
y = rng.integers(0, 3, size=240)
x = rng.normal(size=(240, 6)) + np.eye(6)[y] * 2
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', kernel_initializer='zeros'),
    keras.layers.Dense(3, activation='softmax', kernel_initializer='zeros'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=10)
