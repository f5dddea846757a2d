# shuffled-time-series, without the mistake: nothing is reported here.

import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras

series = np.sin(np.linspace(0, 60, 500))
x, y = [], []
for i in range(20, len(series)):
    x.append(series[i - 20:i])
    y.append(series[i])
x, y = np.array(x), np.array(y)
x_train, x_test, y_train, y_test = train_test_split(x, y, shuffle=False)

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(20,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=10)
model.evaluate(x_test, y_test)
