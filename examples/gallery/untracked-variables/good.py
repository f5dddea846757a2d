# untracked-variables, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.normal(size=(256, 4)).astype("float32")
y = np.abs(x[:, :1]) + x[:, 1:2]


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = keras.layers.Dense(16, activation="relu")
        self.out = keras.layers.Dense(1)

    def call(self, x):
        return self.out(self.encoder(x))


model = Net()
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20, verbose=0)
