import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

class Custom(keras.Model):
    pass

inputs = keras.Input((4,))
outputs = layers.Dense(1, activation='sigmoid')(inputs)
model = Custom(inputs, outputs)
model.compile(loss='binary_crossentropy', optimizer='ftrl')
model.fit(np.random.rand(10, 4), np.array([0., 1.] * 5), epochs=1)
