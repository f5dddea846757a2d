import rule from '../../src/rules/regularization-losses-ignored';
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
const model = `model = tf.keras.Sequential([tf.keras.layers.Dense(8, kernel_regularizer=tf.keras.regularizers.L2(1e-3), input_shape=(4,)), tf.keras.layers.Dense(1)])
`;

ruleTest(rule, {
  flags: {
    'a step function': `${start}${model}
@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
        #                 ^^^^^^^^^^^^^^^^^^^^^^^ regularization-losses-ignored
${apply}
for epoch in range(10):
    step(x, y)
`,
  },
  ignores: {
    'added with sum': `${start}${model}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x)) + sum(model.losses)
${apply}`,
    'no regularizer': `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
    'fit adds them': `${start}${model}
model.compile(optimizer="adam", loss="mse")
model.fit(x, y)
`,
  },
  fixes: {
    'one line more': {
      before: `${start}${model}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
      after: `${start}${model}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
        loss += sum(model.losses)
${apply}`,
    },
  },
});
