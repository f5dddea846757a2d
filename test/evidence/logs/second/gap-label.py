import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
df = pd.read_csv('tab_gaps.csv')
x = df.drop(columns=['y']).values
y = df['y'].values
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(1),
])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=10)
