# xy-shuffled-separately: Features and labels are shuffled (or sorted) separately, so they no longer belong together.

import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = (x.sum(axis=1) > 0).astype("int32")
np.random.shuffle(x)
np.random.shuffle(y)

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=10)
