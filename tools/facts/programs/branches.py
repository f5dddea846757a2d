import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

deep = True
activation = 'relu' if deep else 'linear'
model = keras.Sequential()
model.add(keras.Input((3,)))
if deep:
    model.add(layers.Dense(9, activation=activation))
model.add(layers.Dense(1))
try:
    optimizer = keras.optimizers.Adam(learning_rate=0.003)
except TypeError:
    optimizer = keras.optimizers.Adam(lr=0.003)
model.compile(optimizer=optimizer, loss='mse')
model.fit(np.ones((10, 3)), np.zeros(10), epochs=1)
