# no-hidden-layer: The model has no hidden layer: it is a linear or logistic regression.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 2) * 2 - 1
y = x[:, :1] * x[:, 1:]

model = keras.Sequential([
    keras.layers.Dense(1, input_shape=(2,)),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20)
