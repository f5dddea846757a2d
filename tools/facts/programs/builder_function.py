import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

def build(inputs, width=24, rate=1e-3, classes=10):
    model = keras.Sequential([layers.Flatten(input_shape=inputs), layers.Dense(width, activation='relu'), layers.Dense(classes)])
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=['accuracy'])
    return model

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
model = build((28, 28), rate=5e-4)
model.fit(x_train, y_train, epochs=1)
