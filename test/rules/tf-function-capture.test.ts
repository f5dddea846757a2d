import rule from '../../src/rules/tf-function-capture';
import { ruleTest } from './support/rule-test';

const start = `import numpy as np
import tensorflow as tf
x = np.random.rand(100, 4).astype("float32")
y = x.sum(axis=1, keepdims=True)
model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation="relu", input_shape=(4,)), tf.keras.layers.Dense(1)])
optimizer = tf.keras.optimizers.Adam()
`;

ruleTest(rule, {
  flags: {
    'an attribute that a schedule changes': `${start}
class Trainer:
    def __init__(self):
        self.rate = 0.5

    @tf.function
    def step(self, x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((y - model(x)) ** 2) * self.rate
            #                                            ^^^^^^^^^ tf-function-capture
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))

trainer = Trainer()
for epoch in range(100):
    trainer.step(x, y)
    trainer.rate *= 0.9
`,
    'the loop counter': `${start}
@tf.function
def step(x):
    if epoch > 5:
    #  ^^^^^ tf-function-capture
        return model(x)
    return x
for epoch in range(10):
    step(x)
`,
    'a list of losses': `${start}
losses = []
@tf.function
def step(x, y):
    loss = tf.reduce_mean((y - model(x)) ** 2)
    losses.append(loss)
    #^^^^^^^^^^^^^^^^^^ tf-function-capture
for epoch in range(10):
    step(x, y)
`,
    'a counter, wrapped by hand': `${start}
count = 0
def step(x):
    global count
    count += 1
    #^^^^^^^^^ tf-function-capture
    return model(x)
fast = tf.function(step)
for epoch in range(10):
    fast(x)
`,
  },
  ignores: {
    'an argument': `${start}
@tf.function
def step(x, rate):
    return model(x) * rate
rate = 0.1
for epoch in range(10):
    step(x, rate)
    rate *= 0.9
`,
    'a constant': `${start}
rate = 0.1
@tf.function
def step(x):
    return model(x) * rate
for epoch in range(10):
    step(x)
`,
    'a function without tf.function': `${start}
rate = 0.1
def step(x):
    return model(x) * rate
for epoch in range(10):
    step(x)
    rate *= 0.9
`,
    'run eagerly': `${start}
tf.config.run_functions_eagerly(True)
rate = 0.1
@tf.function
def step(x):
    return model(x) * rate
for epoch in range(10):
    step(x)
    rate *= 0.9
`,
    'a variable': `${start}
rate = tf.Variable(0.1)
@tf.function
def step(x):
    return model(x) * rate
for epoch in range(10):
    step(x)
    rate.assign(rate * 0.9)
`,
    'made anew after every change': `${start}
for rate in [0.1, 0.01]:
    @tf.function
    def step(x):
        return model(x) * rate
    for epoch in range(10):
        step(x)
`,
    'a list of its own': `${start}
@tf.function
def step(x):
    parts = []
    for i in range(3):
        parts.append(model(x))
    return tf.add_n(parts)
for epoch in range(10):
    step(x)
`,
    'changed before, called later': `${start}
size = 3
@tf.function
def step(x):
    return model(x) * size
step(x)
size = 4
for epoch in range(10):
    print(size)
`,
  },
});
