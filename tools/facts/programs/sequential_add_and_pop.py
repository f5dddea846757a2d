import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.rand(120, 6)
y = np.random.rand(120, 1)
model = keras.Sequential()
model.add(layers.Dense(12, input_shape=(6,), activation='tanh'))
model.add(layers.Dense(4))
model.pop()
model.add(layers.Dense(1))
model.compile(loss='mse', optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9))
model.fit(x, y, epochs=2, shuffle=False)
