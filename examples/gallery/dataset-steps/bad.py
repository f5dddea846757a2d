# dataset-steps: fit asks a dataset for more steps than it has, or for all of one that never ends.

import numpy as np
import tensorflow as tf
from tensorflow import keras

x = np.random.rand(300, 8).astype("float32")
y = x[:, :3].argmax(axis=1)
train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(300).batch(32)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, steps_per_epoch=100)
