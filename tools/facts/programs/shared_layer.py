import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

embed = layers.Dense(16, activation='relu')
left = keras.Input(shape=(7,))
right = keras.Input(shape=(7,))
both = layers.Subtract()([embed(left), embed(right)])
out = layers.Dense(1, activation='sigmoid')(both)
model = keras.Model([left, right], out)
model.compile(loss='binary_crossentropy', optimizer=keras.optimizers.Adagrad(0.01))
model.fit([np.random.rand(50, 7), np.random.rand(50, 7)], np.random.randint(0, 2, 50), epochs=1)
