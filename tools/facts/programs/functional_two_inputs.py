import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

a = keras.Input(shape=(5,), name='a')
b = keras.Input(shape=(3,), name='b')
x = layers.concatenate([layers.Dense(8, activation='relu')(a), layers.Dense(4, activation='relu')(b)])
x = layers.Dense(6, activation='elu')(x)
out = layers.Dense(1, name='price')(x)
model = keras.Model([a, b], out)
model.compile(optimizer='sgd', loss='mae')
model.fit([np.random.rand(60, 5), np.random.rand(60, 3)], np.random.rand(60, 1), epochs=4, batch_size=20)
