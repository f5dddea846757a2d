import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input(shape=(10,))
shared = layers.Dense(32, activation='relu')(inputs)
kind = layers.Dense(4, activation='softmax', name='kind')(shared)
size = layers.Dense(1, name='size')(shared)
model = keras.Model(inputs=inputs, outputs=[kind, size])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=3e-4), loss=['sparse_categorical_crossentropy', 'mse'])
model.fit(np.random.rand(80, 10), [np.random.randint(0, 4, 80), np.random.rand(80, 1)], epochs=2)
