import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import MinMaxScaler

x, y = load_breast_cancer(return_X_y=True)
x = MinMaxScaler().fit_transform(x)
inputs = keras.layers.Input(shape=(30,))
hidden = layers.Dense(16)(inputs)
hidden = layers.PReLU()(hidden)
outputs = layers.Dense(1)(hidden)
outputs = layers.Activation('sigmoid')(outputs)
model = keras.models.Model(inputs, outputs)
model.compile(loss='binary_crossentropy', optimizer=keras.optimizers.SGD(0.1))
model.fit(x, y, epochs=3)
