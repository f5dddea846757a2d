# backbone-bn-training, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.rand(32, 32, 32, 3) * 2 - 1
y = (x.mean(axis=(1, 2, 3)) > 0).astype("int32")

# Weights of an earlier training.
keras.applications.MobileNet(alpha=0.25, include_top=False, weights=None, input_shape=(32, 32, 3)).save_weights("bn.weights.h5")

base = keras.applications.MobileNet(alpha=0.25, include_top=False, weights="bn.weights.h5", input_shape=(32, 32, 3), pooling="avg")
inputs = keras.Input(shape=(32, 32, 3))
outputs = keras.layers.Dense(1, activation="sigmoid")(base(inputs, training=False))
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(1e-5), loss="binary_crossentropy")
model.fit(x, y, batch_size=4, epochs=1)
