import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

(x_train, y_train), _ = keras.datasets.cifar10.load_data()
x_train = x_train.astype('float32') / 255
y_train = keras.utils.to_categorical(y_train, 10)
model = keras.Sequential([
    keras.Input(shape=(32, 32, 3)),
    layers.Conv2D(32, (3, 3), padding='same', activation='relu'),
    layers.Conv2D(32, 3, strides=2),
    layers.LeakyReLU(),
    layers.MaxPooling2D((2, 2)),
    layers.SeparableConv2D(64, 3, activation='relu'),
    layers.AveragePooling2D(2),
    layers.GlobalAveragePooling2D(),
    layers.Dense(10, activation='softmax'),
])
model.compile('nadam', 'categorical_crossentropy')
model.fit(x_train, y_train, batch_size=64, epochs=2, validation_split=0.1)
