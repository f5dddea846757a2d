import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

encoder = keras.Sequential([keras.Input((20,)), layers.Dense(10, activation='relu'), layers.Dense(3)])
decoder = keras.Sequential([keras.Input((3,)), layers.Dense(10, activation='relu'), layers.Dense(20)])
model = keras.Sequential([encoder, decoder])
x = np.random.randn(64, 20)
model.compile(loss='mean_squared_error', optimizer='adam')
model.fit(x, x, epochs=2)
