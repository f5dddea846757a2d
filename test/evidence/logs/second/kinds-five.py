import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
df = pd.read_csv('five_classes.csv')
x = df.drop(columns=['kind']).values
y = df['kind'].values
model = keras.Sequential([
    keras.layers.Dense(24, activation='relu'),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=10)
