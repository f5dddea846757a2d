import { defineRule } from './define';

const program = (before: string, read: string, after: string): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(256, 4)).astype("float32")
y = np.abs(x[:, :1]) + x[:, 1:2]

model = tf.keras.Sequential([
    tf.keras.Input(shape=(4,)),
    tf.keras.layers.Dense(16, activation="relu"),
    tf.keras.layers.Dense(1),
])
optimizer = tf.keras.optimizers.Adam(0.01)
${before}

@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(y - model(x, training=True)))
${read}    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss


for epoch in range(20):
    train_step(x, y)
${after}`;

export default defineRule({
  id: 'tf-function-capture',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'not-measured', exception: 'the value is certainly frozen, whatever it is used for' },
  symptoms: ['constant', 'flat'],
  messages: {
    stale:
      '{name} is an ordinary Python value that changes while {function} is compiled by tf.function. The graph keeps the value of the first call for ever, so later changes have no effect.',
    effect:
      '{function} is compiled by tf.function and changes {name} in Python. That happens only while it is traced, so usually once, and not in every step.',
  },
  docs: {
    summary: 'A function compiled by tf.function uses a Python number that changes, or changes something in Python itself.',
    why: `tf.function runs the Python code once, records a graph and runs the graph from then on. A Python number is written into the graph as a constant: a
weight of the loss that is annealed, or a step counter, stays where it was in the first call. A list to which the function appends gets one entry.`,
    bad: program(
      'weight = 1.0',
      `        loss = weight * loss
        #      ^^^^^^ tf-function-capture
`,
      '    weight *= 0.9\n',
    ),
    good: program(
      'weight = tf.Variable(1.0, trainable=False)',
      '        loss = weight * loss\n',
      '    weight.assign(weight * 0.9)\n',
    ),
    limits:
      'Only where the change and the call are followed in one loop, so that the function is really called again after the change. Arguments are no captures: a new Python number there makes a new graph. Silent with tf.config.run_functions_eagerly.',
    fixSafety: 'There is no automatic fix: make it a tf.Variable and change it with assign, or hand it in as a tensor.',
    probe: 'Not trained: the experiment does not compile the step.',
    references: [
      'https://www.tensorflow.org/guide/function#changing_python_global_and_free_variables',
      'https://www.tensorflow.org/guide/function#executing_python_side_effects',
    ],
  },
  check({ program: { captures, calls } }, report) {
    if (calls.some(({ call }) => /\.(?:experimental_)?run_functions_eagerly$/.test(call.callee))) return;
    for (const capture of captures) {
      report({
        message: capture.kind,
        at: capture.place,
        data: { name: capture.name, function: capture.function.name },
        related: [
          ...(capture.changed ? [{ place: capture.changed, message: 'it is changed here' }] : []),
          { place: capture.function.place, message: 'compiled by tf.function' },
        ],
        experiment: { kind: 'none', reason: 'the experiment does not compile the step' },
      });
    }
  },
});
