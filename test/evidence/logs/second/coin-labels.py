import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(2)
x = rng.random((400, 5))
y = rng.integers(0, 5, size=400)
model = keras.Sequential([
    keras.layers.Dense(8, activation='relu'),
    keras.layers.Dense(5, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=8)
