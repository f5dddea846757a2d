# from-logits-with-activation: The loss is told that it gets raw scores, but the last layer already applies softmax or sigmoid.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="softmax"),
])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss)
model.fit(x, y, epochs=10)
