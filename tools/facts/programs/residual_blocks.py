import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

def block(x, filters):
    shortcut = x
    x = layers.Conv2D(filters, 3, padding='same')(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.Conv2D(filters, 3, padding='same')(x)
    x = layers.Add()([x, shortcut])
    return layers.Activation('relu')(x)

inputs = keras.Input((16, 16, 8))
x = inputs
for _ in range(3):
    x = block(x, 8)
x = layers.GlobalMaxPooling2D()(x)
outputs = layers.Dense(2, activation='softmax')(x)
model = keras.Model(inputs, outputs)
model.compile('adam', loss=keras.losses.CategoricalCrossentropy())
model.fit(np.random.rand(12, 16, 16, 8), np.eye(2)[np.random.randint(0, 2, 12)], epochs=1, batch_size=4)
