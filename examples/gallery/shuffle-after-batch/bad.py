# shuffle-after-batch: A dataset is shuffled after it was batched, so only whole batches change places.

import numpy as np
import tensorflow as tf
from tensorflow import keras

x = np.random.rand(300, 8).astype("float32")
y = np.repeat([0, 1, 2], 100)
x[:, 0] += y
train = tf.data.Dataset.from_tensor_slices((x, y)).batch(30).shuffle(10)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10)
