import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
rng = np.random.default_rng(9)
x = rng.integers(1, 50, size=(200, 12))
y = (x[:, 3] > 25).astype("float32")
model = keras.Sequential([
    keras.layers.Embedding(50, 8),
    keras.layers.GlobalAveragePooling1D(),
    keras.layers.Dense(1, activation='softmax'),
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=6)
