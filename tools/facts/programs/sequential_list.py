import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.rand(200, 8)
y = np.random.randint(0, 2, size=(200, 1))
model = keras.Sequential([layers.Dense(16, activation='relu'), layers.Dropout(0.2), layers.Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=3, batch_size=16)
