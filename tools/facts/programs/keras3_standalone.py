import numpy as np
import keras
from keras import layers

x = np.random.standard_normal((50, 4))
y = np.random.choice([0, 1], size=50)
model = keras.Sequential([layers.Dense(6, activation=keras.activations.gelu), layers.Dense(1, activation=keras.activations.sigmoid)])
model.compile(optimizer=keras.optimizers.AdamW(), loss=keras.losses.binary_crossentropy)
model.fit(x, y, epochs=2, batch_size=None)
