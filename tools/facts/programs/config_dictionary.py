import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

config = {'units': [16, 8], 'activation': 'tanh', 'optimizer': 'adam', 'lr': 0.02, 'epochs': 6, 'batch': 5}
model = keras.Sequential()
for units in config['units']:
    model.add(layers.Dense(units, activation=config['activation']))
model.add(layers.Dense(2, activation='softmax'))
optimizer = {'adam': keras.optimizers.Adam, 'sgd': keras.optimizers.SGD}[config['optimizer']](learning_rate=config['lr'])
model.compile(optimizer=optimizer, loss='categorical_crossentropy')
y = keras.utils.to_categorical([0, 1, 1, 0, 1] * 4)
model.fit(np.random.uniform(-1, 1, (20, 3)), y, epochs=config['epochs'], batch_size=config['batch'])
