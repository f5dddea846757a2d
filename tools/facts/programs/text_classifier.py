import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=5000)
x_train = keras.preprocessing.sequence.pad_sequences(x_train, maxlen=100)
model = keras.Sequential()
model.add(layers.Embedding(5000, 32))
model.add(layers.Bidirectional(layers.LSTM(16, return_sequences=True)))
model.add(layers.GRU(8))
model.add(layers.Dense(1, activation='sigmoid'))
model.compile(optimizer='rmsprop', loss='binary_crossentropy', metrics=['acc'])
model.fit(x_train, y_train, epochs=2, batch_size=128, validation_split=0.2)
