import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

inputs = keras.Input((10, 16))
x = layers.MultiHeadAttention(num_heads=2, key_dim=8)(inputs, inputs)
x = layers.LayerNormalization()(x + inputs)
x = layers.GlobalAveragePooling1D()(x)
outputs = layers.Dense(4, activation='softmax')(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(np.random.rand(16, 10, 16), np.random.randint(0, 4, 16), epochs=1)
