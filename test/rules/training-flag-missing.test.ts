import rule from '../../src/rules/training-flag-missing';
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
    'a class whose call has a default': `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = tf.keras.layers.BatchNormalization()
        self.out = tf.keras.layers.Dense(1)
    def call(self, x, training=False):
        return self.out(self.norm(x, training=training))
model = Net()
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
        #                 ^^^^^^^^ training-flag-missing
${apply}`,
  },
  ignores: {
    'a class whose call is training by default': `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.norm = tf.keras.layers.BatchNormalization()
        self.out = tf.keras.layers.Dense(1)
    def call(self, x, training=True):
        return self.out(self.norm(x))
model = Net()
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
    'another name for it': `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.drop = tf.keras.layers.Dropout(0.5)
        self.out = tf.keras.layers.Dense(1)
    def call(self, x, is_training=False):
        return self.out(self.drop(x, training=is_training))
model = Net()
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, is_training=True))
${apply}`,
    'nothing that differs': `${start}
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
    'a teacher': `${start}
teacher = tf.keras.Sequential([tf.keras.layers.BatchNormalization(input_shape=(4,)), tf.keras.layers.Dense(1)])
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(teacher(x), model(x))
${apply}`,
    'said no on purpose': `${start}
model = tf.keras.Sequential([tf.keras.layers.BatchNormalization(input_shape=(4,)), tf.keras.layers.Dense(1)])
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=False))
${apply}`,
  },
  fixes: {
    'the flag': {
      before: `${start}
model = tf.keras.Sequential([tf.keras.layers.Dense(8, input_shape=(4,)), tf.keras.layers.Dropout(0.5), tf.keras.layers.Dense(1)])
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
${apply}`,
      after: `${start}
model = tf.keras.Sequential([tf.keras.layers.Dense(8, input_shape=(4,)), tf.keras.layers.Dropout(0.5), tf.keras.layers.Dense(1)])
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
${apply}`,
    },
  },
});
