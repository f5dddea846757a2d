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
  },
  ignores: {
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
});
