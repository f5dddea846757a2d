import rule from '../../src/rules/gradients-not-applied';
import { ruleTest } from './support/rule-test';

const loop = (rest: string): string => `
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(8, 'relu', input_shape=(4,)), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.Adam()
loss_fn = tf.keras.losses.MeanSquaredError()
${rest}`;

ruleTest(rule, {
  flags: {
    'a step function that forgets it': loop(`
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    return tape.gradient(loss, model.trainable_variables)
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gradients-not-applied

for epoch in range(10):
    train_step(x, y)
`),
    'pairs the wrong way round': loop(`
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(model.trainable_variables, gradients))
    #^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gradients-not-applied
`),
  },
  ignores: {
    'handed to something that is not understood': loop(`
def train_step(x, y, trainer):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    trainer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
`),
    'averaged over devices': loop(`
parts = []
for device in range(2):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    parts.append(tape.gradient(loss, model.trainable_variables))
averaged = [tf.reduce_mean(tf.stack(values=list(several)), 0) for several in zip(*parts)]
optimizer.apply_gradients(zip(averaged, model.trainable_variables))
`),
    'one of two branches computes them': loop(`
for epoch in range(10):
    if keras.backend.backend() == "tensorflow":
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x))
        grads = tape.gradient(loss, model.trainable_variables)
    else:
        grads = []
        for variable in model.trainable_variables:
            grads.append(estimate(variable))
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
`),
    'applied in another function': loop(`
def gradients(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    return tape.gradient(loss, model.trainable_variables)

def train_step(x, y):
    optimizer.apply_gradients(zip(gradients(x, y), model.trainable_variables))

for epoch in range(10):
    train_step(x, y)
`),
    'a saliency map': loop(`
with tf.GradientTape() as tape:
    tape.watch(image)
    score = tf.reduce_max(model(image))
saliency = tape.gradient(score, image)
`),
  },
  fixes: {
    'swaps the two lists': {
      before: loop(
        'with tf.GradientTape() as tape:\n    loss = loss_fn(y, model(x))\ng = tape.gradient(loss, model.trainable_variables)\noptimizer.apply_gradients(zip(model.trainable_variables, g))\n',
      ),
      after: loop(
        'with tf.GradientTape() as tape:\n    loss = loss_fn(y, model(x))\ng = tape.gradient(loss, model.trainable_variables)\noptimizer.apply_gradients(zip(g, model.trainable_variables))\n',
      ),
    },
  },
});
