import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

model = keras.Sequential([keras.Input((4,)), layers.Dense(4, activation='relu'), layers.Dense(1)])
x, y = np.random.rand(16, 4), np.random.rand(16)
model.compile('adam', 'mse')
model.fit(x, y, epochs=1)
model.layers[0].trainable = False
model.compile(keras.optimizers.Adam(1e-5), 'mae')
model.fit(x, y, epochs=2)
