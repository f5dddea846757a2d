import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(0)
x = rng.normal(size=(240, 6))
y = (x[:, 0] + x[:, 1] * x[:, 2] > 0).astype("float32")
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu', kernel_regularizer=keras.regularizers.l2(50.0)),
    keras.layers.Dense(1, activation='sigmoid', kernel_regularizer=keras.regularizers.l2(50.0)),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=10)
