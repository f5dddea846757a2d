import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

rate = keras.optimizers.schedules.ExponentialDecay(initial_learning_rate=0.1, decay_steps=100, decay_rate=0.9)
model = keras.Sequential([keras.Input((3,)), layers.Dense(4, 'selu'), layers.Dense(1, 'linear')])
model.compile(optimizer=keras.optimizers.SGD(rate, nesterov=True, momentum=0.5), loss='log_cosh' if False else 'huber')
model.fit(np.arange(60).reshape(20, 3), np.arange(20), epochs=7)
