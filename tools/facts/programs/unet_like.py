import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input((32, 32, 1))
c1 = layers.Conv2D(8, 3, activation='relu', padding='same')(inputs)
p1 = layers.MaxPooling2D()(c1)
c2 = layers.Conv2D(16, 3, activation='relu', padding='same')(p1)
u1 = layers.Conv2DTranspose(8, 2, strides=2, padding='same')(c2)
m1 = layers.Concatenate()([u1, c1])
u2 = layers.UpSampling2D(2)(c2)
m2 = layers.Concatenate(axis=-1)([m1, u2])
out = layers.Conv2D(1, 1, activation='sigmoid')(m2)
model = keras.Model(inputs=[inputs], outputs=[out])
model.compile(optimizer=keras.optimizers.Adam(1e-4), loss='binary_crossentropy')
model.fit(np.random.rand(6, 32, 32, 1), np.random.randint(0, 2, (6, 32, 32, 1)), epochs=1, batch_size=2)
