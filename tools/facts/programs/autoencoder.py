import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

(x_train, _), (x_test, _) = keras.datasets.fashion_mnist.load_data()
x_train = x_train.reshape((len(x_train), 784)).astype('float32') / 255.
inp = keras.Input(shape=(784,))
code = layers.Dense(32, activation='relu')(inp)
out = layers.Dense(784, activation='sigmoid')(code)
auto = keras.Model(inp, out)
auto.compile(optimizer='adadelta', loss='binary_crossentropy')
auto.fit(x_train, x_train, epochs=1, batch_size=256, shuffle=True)
