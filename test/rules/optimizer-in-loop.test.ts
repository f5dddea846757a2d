import rule from '../../src/rules/optimizer-in-loop';
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
    'in the step function': `${start}
def step(x, y):
    opt = tf.keras.optimizers.SGD(0.1, momentum=0.9)
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ optimizer-in-loop
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    opt.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
for epoch in range(10):
    step(x, y)
`,
    'in every epoch': `${start}
data = tf.data.Dataset.from_tensor_slices((x, y)).batch(10)
for epoch in range(100):
    optimizer = tf.keras.optimizers.Adam(1e-3)
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ optimizer-in-loop
    for a, b in data:
        with tf.GradientTape() as tape:
            loss = loss_fn(b, model(a))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
`,
  },
  ignores: {
    'a new model in each round': `${start}
for repeat in range(5):
    net = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
    opt = tf.keras.optimizers.Adam()
    for epoch in range(10):
        with tf.GradientTape() as tape:
            loss = loss_fn(y, net(x))
        opt.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
`,
    'a list of learning rates': `${start}
for rate in [0.01, 0.001]:
    optimizer = tf.keras.optimizers.Adam(rate)
    for epoch in range(10):
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x))
    ${apply}`,
    'a stage with epochs of batches of its own': `${start}
data = tf.data.Dataset.from_tensor_slices((x, y)).batch(10)
for stage in range(4):
    optimizer = tf.keras.optimizers.Adam(1e-3)
    for epoch in range(10):
        for a, b in data:
            with tf.GradientTape() as tape:
                loss = loss_fn(b, model(a))
            optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
`,
    'plain SGD': `${start}
for epoch in range(10):
    optimizer = tf.keras.optimizers.SGD(0.1)
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
    'made once': `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
  },
  fixes: {
    'before the loop': {
      before: `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    optimizer = tf.keras.optimizers.Adam(0.01)  # anew
${apply}`.replace('  # anew', ''),
      after: `${start}
optimizer = tf.keras.optimizers.Adam(0.01)
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
    },
  },
});
