# stale-training-state, without the mistake: nothing is reported here.

import numpy as np
from sklearn.model_selection import KFold
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

scores = []
for train, test in KFold(n_splits=3, shuffle=True).split(x):
    model = keras.Sequential([
        keras.layers.Dense(16, activation="relu", input_shape=(8,)),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x[train], y[train], epochs=5, verbose=0)
    scores.append(model.evaluate(x[test], y[test], verbose=0))
