import rule from '../../src/rules/wrong-variable-list';
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
    'another model': `${start}
other = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    g = tape.gradient(loss, other.trainable_variables)
    #                       ^^^^^^^^^^^^^^^^^^^^^^^^^ wrong-variable-list
    optimizer.apply_gradients(zip(g, other.trainable_variables))
`,
    'a list read too early': `${start}
late = tf.keras.Sequential([tf.keras.layers.Dense(8), tf.keras.layers.Dense(1)])
weights = late.trainable_variables
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, late(x))
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    #                                                 ^^^^^^^ wrong-variable-list
`,
    'the encoder only': `${start}
decoder = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(1,))])
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(x, decoder(model(x)))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    #                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^ wrong-variable-list
`,
    'minimize of TensorFlow 2': `${start}
W = tf.Variable(tf.zeros([4, 1]))
b = tf.Variable(tf.zeros([1]))
for epoch in range(10):
    optimizer.minimize(lambda: tf.reduce_mean((tf.matmul(x, W) + b - y) ** 2), [W])
    #                                                                          ^^^ wrong-variable-list
`,
  },
  ignores: {
    'a generator and a discriminator in turn': `${start}
critic = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(1,))])
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, critic(model(x)))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    with tf.GradientTape() as tape:
        loss = loss_fn(y, critic(model(x)))
    optimizer.apply_gradients(zip(tape.gradient(loss, critic.trainable_variables), critic.trainable_variables))
`,
    'the weight of a loss that the program anneals': `${start}
beta = tf.Variable(1.0)
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = beta * loss_fn(y, model(x))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    beta.assign(beta * 0.9)
`,
    'a frozen decoder': `${start}
decoder = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(1,))])
for layer in decoder.layers:
    layer.trainable = False
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(x, decoder(model(x)))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
`,
    'lists of both': `${start}
decoder = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(1,))])
weights = model.trainable_variables + decoder.trainable_variables
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(x, decoder(model(x)))
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
`,
    'a decoder that fit has trained': `${start}
decoder = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(1,))])
decoder.compile(optimizer="adam", loss="mse")
decoder.fit(y, x)
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(x, decoder(model(x)))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
`,
    'a list read in every step of a model that the first step builds': `${start}
late = tf.keras.Sequential([tf.keras.layers.Dense(8), tf.keras.layers.Dense(1)])
def step():
    weights = late.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(y, late(x))
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
for epoch in range(10):
    step()
`,
  },
  fixes: {
    'the whole model': {
      before: `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    g = tape.gradient(loss, model.layers[-1].trainable_variables)
    optimizer.apply_gradients(zip(g, model.layers[-1].trainable_variables))
`,
      after: `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    g = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(g, model.trainable_variables))
`,
    },
  },
});
