import rule from '../../src/rules/tape-forward-outside';
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
    'the loss after the block, in a step function': `${start}
def train_step(x, y):
    with tf.GradientTape() as tape:
        pred = model(x)
    loss = loss_fn(y, pred)
    #      ^^^^^^^^^^^^^^^^ tape-forward-outside
${apply}
for epoch in range(10):
    train_step(x, y)
`,
    'a train_step of a class': `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.out = tf.keras.layers.Dense(1)
    def call(self, x):
        return self.out(x)
    def train_step(self, data):
        x, y = data
        pred = self(x, training=True)
        #      ^^^^^^^^^^^^^^^^^^^^^^ tape-forward-outside
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x, y, pred)
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
        return {"loss": loss}
net = Net()
net.compile(optimizer="adam", loss="mse")
net.fit(x, y)
`,
  },
  ignores: {
    'Grad-CAM: the gradient of a score with respect to feature maps': `${start}
features = model.layers[0](x)
with tf.GradientTape() as tape:
    tape.watch(features)
    score = tf.reduce_mean(model.layers[1](features))
grads = tape.gradient(score, features)
`,
    'a prediction for printing beside the one under the tape': `${start}
for epoch in range(10):
    before = model(x)
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    print(loss_fn(y, before))
${apply}`,
    'the gradient is taken inside the block': `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
        g = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(g, model.trainable_variables))
`,
    'a frozen feature extractor outside, the trained head inside': `${start}
base = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(4,))])
for epoch in range(10):
    features = base(x)
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(features))
${apply}`,
    'a loss handed in': `${start}
def step(loss):
    with tf.GradientTape() as tape:
        pass
${apply}`,
  },
  fixes: {
    'a loss after the block': {
      before: `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        pred = model(x)

    # the error
    loss = loss_fn(y, pred)
${apply}`,
      after: `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        pred = model(x)

    # the error
        loss = loss_fn(y, pred)
${apply}`,
    },
    'a forward pass before the block': {
      before: `${start}
for epoch in range(10):
    pred = model(x)  # forward
    with tf.GradientTape() as tape:
        loss = loss_fn(y, pred)
${apply}`,
      after: `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        pred = model(x)  # forward
        loss = loss_fn(y, pred)
${apply}`,
    },
  },
});
