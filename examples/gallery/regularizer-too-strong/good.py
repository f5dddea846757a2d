# regularizer-too-strong, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras
from tensorflow.keras import regularizers

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", kernel_regularizer=regularizers.l2(1e-4), input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
