import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.rand(100, 4).astype('float32')
y = np.random.randint(0, 3, size=100)
model = keras.Sequential([keras.Input(shape=(4,))])
for width in [32, 16, 8]:
    model.add(layers.Dense(width, activation='relu'))
    model.add(layers.BatchNormalization())
model.add(layers.Dense(3, activation='softmax'))
model.compile(optimizer=keras.optimizers.RMSprop(0.002), loss='sparse_categorical_crossentropy')
model.fit(x, y, epochs=5, batch_size=10)
