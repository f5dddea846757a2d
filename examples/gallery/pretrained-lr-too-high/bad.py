# pretrained-lr-too-high: A pretrained backbone that is not frozen is trained with a learning rate for training from scratch.

import numpy as np
from tensorflow import keras

x = np.random.rand(32, 32, 32, 3) * 2 - 1
y = (x.mean(axis=(1, 2, 3)) > 0).astype("int32")

# Weights of an earlier training.
keras.applications.MobileNet(alpha=0.25, include_top=False, weights=None, input_shape=(32, 32, 3)).save_weights("features.weights.h5")

base = keras.applications.MobileNet(alpha=0.25, include_top=False, weights="features.weights.h5", input_shape=(32, 32, 3), pooling="avg")
model = keras.Sequential([base, keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=1)
