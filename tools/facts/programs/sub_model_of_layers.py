import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input((9,))
x = layers.Dense(6, activation='relu', name='features')(inputs)
out = layers.Dense(2, activation='softmax')(x)
full = keras.Model(inputs, out)
head = layers.Dense(1)(full.layers[1].output)
other = keras.Model(full.input, head)
other.compile('adam', 'mse')
other.fit(np.random.rand(12, 9), np.random.rand(12), epochs=1)
