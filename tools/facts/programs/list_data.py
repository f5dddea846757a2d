import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
model = keras.Sequential([layers.Dense(8, input_dim=2, activation='relu'), layers.Dense(1, activation='sigmoid')])
model.compile(loss='mean_squared_error', optimizer=keras.optimizers.Adam(0.1), metrics=['binary_accuracy'])
model.fit(x, y, epochs=200, verbose=0)
