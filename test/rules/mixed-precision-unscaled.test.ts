import rule from '../../src/rules/mixed-precision-unscaled';
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
    'a policy object': `${start}
tf.keras.mixed_precision.set_global_policy(tf.keras.mixed_precision.Policy("mixed_float16"))
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    g = tape.gradient(loss, model.trainable_variables)
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mixed-precision-unscaled
    optimizer.apply_gradients(zip(g, model.trainable_variables))
`,
  },
  ignores: {
    'bfloat16 has the range of float32': `${start}
tf.keras.mixed_precision.set_global_policy("mixed_bfloat16")
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
    'compile and fit': `${start}
tf.keras.mixed_precision.set_global_policy("mixed_float16")
model.compile(optimizer="adam", loss="mse")
model.fit(x, y)
`,
    'the scaled loss of Keras 2': `${start}
tf.keras.mixed_precision.set_global_policy("mixed_float16")
optimizer = tf.keras.mixed_precision.LossScaleOptimizer(optimizer)
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
        scaled = optimizer.get_scaled_loss(loss)
    g = optimizer.get_unscaled_gradients(tape.gradient(scaled, model.trainable_variables))
    optimizer.apply_gradients(zip(g, model.trainable_variables))
`,
    'scaled by hand': `${start}
tf.keras.mixed_precision.set_global_policy("mixed_float16")
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x)) * 1024
    g = [one / 1024 for one in tape.gradient(loss, model.trainable_variables)]
    optimizer.apply_gradients(zip(g, model.trainable_variables))
`,
  },
  fixes: {
    'a loss scale': {
      before: `${start.replace('= tf.keras.optimizers.Adam()', '= tf.keras.optimizers.Adam(0.01)')}
tf.keras.mixed_precision.set_global_policy("mixed_float16")
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
      after: `${start.replace('= tf.keras.optimizers.Adam()', '= tf.keras.mixed_precision.LossScaleOptimizer(tf.keras.optimizers.Adam(0.01))')}
tf.keras.mixed_precision.set_global_policy("mixed_float16")
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
        loss = optimizer.scale_loss(loss)
${apply}`,
    },
  },
});
