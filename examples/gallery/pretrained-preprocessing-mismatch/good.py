# pretrained-preprocessing-mismatch, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

x = np.random.randint(0, 256, (32, 32, 32, 3)).astype("float32")
y = (x.mean(axis=(1, 2, 3)) > 127).astype("int32")

# Weights of an earlier training.
keras.applications.MobileNetV3Small(include_top=False, weights=None, input_shape=(32, 32, 3)).save_weights("small.weights.h5")

base = keras.applications.MobileNetV3Small(include_top=False, weights="small.weights.h5", input_shape=(32, 32, 3), pooling="avg")
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=1)
