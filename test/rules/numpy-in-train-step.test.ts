import rule from '../../src/rules/numpy-in-train-step';
import { ruleTest } from './support/rule-test';

const start = `import numpy as np
import tensorflow as tf
x = np.random.rand(100, 4).astype("float32")
y = x.sum(axis=1, keepdims=True)
model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="relu", input_shape=(4,)), tf.keras.layers.Dense(1)])
loss_fn = tf.keras.losses.MeanSquaredError()
optimizer = tf.keras.optimizers.Adam()
`;
const apply = `    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
`;

ruleTest(rule, {
  flags: {
    'a mean of numpy': `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = np.mean((y - model(x)) ** 2)
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ numpy-in-train-step
${apply}`,
    'a Python number': `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = float(loss_fn(y, model(x)))
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ numpy-in-train-step
${apply}`,
  },
  ignores: {
    'numbers for a log': `${start}
losses = []
for epoch in range(10):
    with tf.GradientTape() as tape:
        pred = model(x)
        loss = loss_fn(y, pred)
        losses.append(float(loss))
        print(np.mean(pred.numpy()))
${apply}`,
    'numpy on the labels only': `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(np.clip(y, 0, 1), model(x))
${apply}`,
    'one term of two': `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        pred = model(x)
        loss = loss_fn(y, pred) * float(tf.reduce_mean(pred))
${apply}`,
    'gradients with respect to something else': `${start}
with tf.GradientTape() as tape:
    loss = np.mean(model(x))
g = tape.gradient(loss, x)
`,
  },
  fixes: {
    '.numpy()': {
      before: `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x).numpy())
${apply}`,
      after: `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
    },
  },
});
