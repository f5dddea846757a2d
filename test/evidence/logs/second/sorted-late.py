import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
df = pd.read_csv('in_order.csv')
x = df.drop(columns=['kind']).values
y = df['kind'].values
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=15, validation_split=0.25, verbose=2)
