import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

import tensorflow as tf

(x_train, y_train), _ = keras.datasets.mnist.load_data()
train = tf.data.Dataset.from_tensor_slices((x_train[..., None] / 255.0, y_train)).shuffle(1000).batch(32)
model = keras.Sequential([layers.Conv2D(8, 3, activation='relu'), layers.Flatten(), layers.Dense(10)])
model.compile('adam', keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train, epochs=2)
