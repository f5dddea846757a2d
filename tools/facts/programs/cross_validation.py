import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

from sklearn.model_selection import KFold

x = np.random.normal(size=(100, 5))
y = np.random.randint(0, 2, 100)
for train, test in KFold(5).split(x):
    model = keras.Sequential([layers.Dense(8, activation='relu'), layers.Dense(1, activation='sigmoid')])
    model.compile(loss='binary_crossentropy', optimizer='adam')
    model.fit(x[train], y[train], epochs=2, verbose=0)
