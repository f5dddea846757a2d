import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

base = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(96, 96, 3), pooling='avg')
base.trainable = False
inputs = keras.Input((96, 96, 3))
x = base(inputs)
outputs = layers.Dense(5, activation='softmax')(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss='sparse_categorical_crossentropy')
model.fit(np.random.rand(4, 96, 96, 3), np.random.randint(0, 5, 4), epochs=1)
