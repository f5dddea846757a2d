# padding-in-loss: A loss for each position of a sequence also counts the padding.

import numpy as np
from tensorflow import keras

lengths = np.random.randint(3, 8, 200)
tokens = [list(np.random.randint(1, 50, n)) for n in lengths]
x = keras.utils.pad_sequences(tokens, maxlen=40)
y = keras.utils.pad_sequences([[t % 5 for t in s] for s in tokens], maxlen=40)

model = keras.Sequential([
    keras.Input((40,)),
    keras.layers.Embedding(50, 16),
    keras.layers.LSTM(16, return_sequences=True),
    keras.layers.Dense(5, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5)
