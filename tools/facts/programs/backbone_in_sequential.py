import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

vgg = keras.applications.VGG16(weights=None, include_top=False, input_shape=(64, 64, 3))
vgg.trainable = False
model = keras.Sequential([vgg, layers.Flatten(), layers.Dense(16, activation='relu'), layers.Dense(1, activation='sigmoid')])
model.compile(loss='binary_crossentropy', optimizer=keras.optimizers.RMSprop(learning_rate=2e-5))
model.fit(np.random.rand(4, 64, 64, 3), np.random.randint(0, 2, 4), epochs=1)
