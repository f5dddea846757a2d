# untracked-variables: Weights are kept where Keras does not look for them, so the optimizer never updates them.

import numpy as np
from tensorflow import keras

x = np.random.normal(size=(256, 4)).astype("float32")
y = np.abs(x[:, :1]) + x[:, 1:2]


class Encoder:
    def __init__(self):
        self.dense = keras.layers.Dense(16, activation="relu")

    def __call__(self, x):
        return self.dense(x)


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.out = keras.layers.Dense(1)

    def call(self, x):
        return self.out(self.encoder(x))


model = Net()
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20, verbose=0)
