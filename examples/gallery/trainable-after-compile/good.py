# trainable-after-compile, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.layers[0].trainable = False
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=5)
model.layers[0].trainable = True
model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
