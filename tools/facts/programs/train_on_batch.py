import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.rand(64, 2)
y = (x.sum(axis=1) > 1).astype('float32')
model = keras.Sequential([keras.Input((2,)), layers.Dense(4, 'relu'), layers.Dense(1, 'sigmoid')])
model.compile('adam', 'binary_crossentropy')
for epoch in range(3):
    for i in range(0, 64, 16):
        model.train_on_batch(x[i:i + 16], y[i:i + 16])
