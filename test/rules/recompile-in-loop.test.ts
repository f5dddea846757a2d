import rule from '../../src/rules/recompile-in-loop';
import { ruleTest } from './support/rule-test';

const start = `import numpy as np
import tensorflow as tf
x = np.random.rand(100, 4).astype("float32")
y = x.sum(axis=1, keepdims=True)
model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="relu", input_shape=(4,)), tf.keras.layers.Dense(1)])
loss_fn = tf.keras.losses.MeanSquaredError()
optimizer = tf.keras.optimizers.Adam()
`;

ruleTest(rule, {
  flags: {
    'a new model in every epoch': `${start}
for epoch in range(50):
    net = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ recompile-in-loop
    net.compile(optimizer="adam", loss="mse")
    net.fit(x, y, epochs=1)
`,
    'one batch at a time': `${start}
for epoch in range(50):
    model.compile(optimizer="adam", loss="mse")
    #^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ recompile-in-loop
    model.train_on_batch(x, y)
`,
  },
  ignores: {
    'compiled once': `${start}
model.compile(optimizer="adam", loss="mse")
for epoch in range(50):
    model.fit(x, y, epochs=1)
`,
    folds: `${start}
from sklearn.model_selection import KFold
for train, test in KFold(5).split(x):
    net = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
    net.compile(optimizer="adam", loss="mse")
    net.fit(x[train], y[train], epochs=1)
`,
    'repeated experiments': `${start}
for repeat in range(5):
    net = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
    net.compile(optimizer="adam", loss="mse")
    net.fit(x, y, epochs=100)
`,
    'a list of units': `${start}
for units in [8, 16, 32]:
    net = tf.keras.Sequential([tf.keras.layers.Dense(units, input_shape=(4,)), tf.keras.layers.Dense(1)])
    net.compile(optimizer="adam", loss="mse")
    net.fit(x, y, epochs=1)
`,
    'plain SGD remembers nothing': `${start}
for epoch in range(50):
    model.compile(optimizer="sgd", loss="mse")
    model.fit(x, y, epochs=1)
`,
  },
});
