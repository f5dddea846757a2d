import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
df = pd.read_csv('houses.csv')
x = df.drop(columns=['price']).values
y = df['price'].values
model = keras.Sequential([
    keras.layers.Dense(16, activation='relu'),
    keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=10, batch_size=32)
