# padding-without-mask, without the mistake: nothing is reported here.

import numpy as np
from tensorflow import keras

lengths = np.random.randint(3, 8, 300)
sequences = [list(np.random.randint(1, 50, n)) for n in lengths]
y = np.array([s[-1] > 25 for s in sequences]).astype("int32")
x = keras.utils.pad_sequences(sequences, maxlen=40, padding="post")

model = keras.Sequential([
    keras.Input((40,)),
    keras.layers.Embedding(50, 16, mask_zero=True),
    keras.layers.LSTM(16),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5)
