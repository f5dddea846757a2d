# augmented-validation: Training augmentation is applied to validation or test data.

import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x, y = rng.random((64, 16, 16, 3)), rng.integers(0, 2, 64)
x_val, y_val = rng.random((16, 16, 16, 3)), rng.integers(0, 2, 16)
x[y == 1, :8] += 0.5
x_val[y_val == 1, :8] += 0.5

augmenting = keras.preprocessing.image.ImageDataGenerator(rotation_range=20, horizontal_flip=True)
plain = keras.preprocessing.image.ImageDataGenerator()
train = augmenting.flow(x, y, batch_size=16)
valid = augmenting.flow(x_val, y_val, batch_size=16)

model = keras.Sequential([
    keras.layers.Conv2D(8, 3, activation="relu", input_shape=(16, 16, 3)),
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=valid, epochs=5)
