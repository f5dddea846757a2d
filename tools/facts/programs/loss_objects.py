import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
for loss in [keras.losses.BinaryCrossentropy(from_logits=True), keras.losses.Huber(), 'mape', keras.losses.kl_divergence]:
    model.compile(optimizer=keras.optimizers.Adamax(), loss=loss)
    model.fit(np.random.rand(20, 3), np.random.randint(0, 2, 20), epochs=1)
