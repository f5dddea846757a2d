import rule from '../../src/rules/stale-training-state';
import { ruleTest } from './support/rule-test';

const head = `
import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold
from tensorflow import keras
x, y = np.load("x.npy"), np.load("y.npy")

def build():
    model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    return model
`;

ruleTest(rule, {
  flags: {
    'one model for all folds': `${head}
model = build()
for i, (train, test) in enumerate(StratifiedKFold(5).split(x, y)):
    model.fit(x[train], y[train])
    #^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-training-state
`,
    'compiled again for each rate': `${head}
model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
for rate in [0.1, 0.01, 0.001]:
    model.compile(optimizer=keras.optimizers.Adam(rate), loss="mse")
    history = model.fit(x, y)
    #         ^^^^^^^^^^^^^^^ stale-training-state
`,
  },
  ignores: {
    'a model for each fold': `${head}
for train, test in KFold(5).split(x):
    model = build()
    model.fit(x[train], y[train])
`,
    'weights are put back': `${head}
model = build()
first = model.get_weights()
for train, test in KFold(5).split(x):
    model.set_weights(first)
    model.fit(x[train], y[train])
`,
    'epochs by hand': `${head}
model = build()
for epoch in range(10):
    model.fit(x, y)
`,
    'a model for each setting': `${head}
for units in [8, 16]:
    model = keras.Sequential([keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse")
    model.fit(x, y)
`,
    'a copy for each fold': `${head}
base = build()
for train, test in KFold(5).split(x):
    model = keras.models.clone_model(base)
    model.compile(loss="mse")
    model.fit(x[train], y[train])
`,
  },
});
