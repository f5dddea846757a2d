import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

class Scale(layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        self.gain = self.add_weight(shape=(input_shape[-1],), initializer='ones', name='gain')

    def call(self, inputs):
        return inputs * self.gain * self.factor

inputs = keras.Input((4,))
x = Scale(2.0)(inputs)
outputs = layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
model.compile('sgd', 'mse')
model.fit(np.random.rand(30, 4), np.random.rand(30, 1), epochs=1)
