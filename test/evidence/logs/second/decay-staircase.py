import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(7)
y = rng.integers(0, 5, size=300)
x = (rng.normal(size=(300, 10)) + np.eye(10)[y] * 2.5).astype("float32")
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(5, activation='softmax'),
])
model.compile(optimizer=keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps=1, decay_rate=0.6)), loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=14)
