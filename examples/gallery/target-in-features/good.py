# target-in-features, without the mistake: nothing is reported here.

import numpy as np
import pandas as pd
from tensorflow import keras

rng = np.random.default_rng(0)
size, age = rng.normal(size=300), rng.normal(size=300)
pd.DataFrame({"size": size, "age": age, "price": size - 0.5 * age + rng.normal(size=300)}).to_csv("houses.csv", index=False)

df = pd.read_csv("houses.csv")
y = df["price"].values
x = df.drop(columns=["price"]).values

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
