import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.rand(40, 12, 6)
y = np.random.rand(40, 12, 1)
model = keras.Sequential([
    keras.Input(shape=(12, 6)),
    layers.Conv1D(16, 3, padding='causal', activation='relu'),
    layers.SimpleRNN(8, return_sequences=True),
    layers.TimeDistributed(layers.Dense(1)),
])
model.compile(loss='mse', optimizer='adam')
model.fit(x, y, epochs=2)
