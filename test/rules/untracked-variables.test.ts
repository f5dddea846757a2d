import rule from '../../src/rules/untracked-variables';
import { ruleTest } from './support/rule-test';

const start = `import numpy as np
import tensorflow as tf
x = np.random.rand(100, 4).astype("float32")
y = x.sum(axis=1, keepdims=True)
`;
const train = `model = Net()
model.compile(optimizer="adam", loss="mse")
model.fit(x, y)
`;
const variable = (name: string): string => `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.w = ${name}(tf.random.normal([4, 1]), name="w")
    def call(self, x):
        return tf.matmul(x, self.w)
${train}`;

ruleTest(rule, {
  flags: {
    'in an own loop over trainable_variables': `
import tensorflow as tf
(x, y), _ = tf.keras.datasets.mnist.load_data()
data = tf.data.Dataset.from_tensor_slices((x.reshape(-1, 784) / 255.0, y)).shuffle(60000).batch(64)
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(64, activation="relu")
        self.scores = tf.keras.layers.Dense(10)
        self.scale = tf.Variable(tf.ones([1, 64]))
        #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ untracked-variables
    def call(self, pictures):
        return self.scores(self.hidden(pictures) * self.scale)
net = Net()
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
adam = tf.keras.optimizers.Adam()
for images, labels in data:
    with tf.GradientTape() as tape:
        loss = loss_of(labels, net(images))
    adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
`,
    'a layer made in call': `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.out = tf.keras.layers.Dense(1)
    def call(self, x):
        x = tf.keras.layers.Dense(8, activation="relu")(x)
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ untracked-variables
        return self.out(x)
${train}`,
    'a raw variable of a layer': `${start}
class Linear(tf.keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.w = tf.Variable(tf.random.normal([4, units]))
        #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ untracked-variables
    def call(self, x):
        return tf.matmul(x, self.w)
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = Linear(8)
        self.out = tf.keras.layers.Dense(1)
    def call(self, x):
        return self.out(self.hidden(x))
${train}`,
    'layers in a list of a plain object': `${start}
class Stack:
    def __init__(self):
        self.layers = [tf.keras.layers.Dense(8)]
        #              ^^^^^^^^^^^^^^^^^^^^^^^^ untracked-variables
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.stack = Stack()
        self.out = tf.keras.layers.Dense(1)
    def call(self, x):
        return self.out(self.stack(x))
${train}`,
  },
  ignores: {
    'asked for by name': `
import tensorflow as tf
(x, y), _ = tf.keras.datasets.mnist.load_data()
data = tf.data.Dataset.from_tensor_slices((x.reshape(-1, 784) / 255.0, y)).shuffle(60000).batch(64)
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(64, activation="relu")
        self.scores = tf.keras.layers.Dense(10)
        self.scale = tf.Variable(tf.ones([1, 64]))

    def call(self, pictures):
        return self.scores(self.hidden(pictures) * self.scale)
net = Net()
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
adam = tf.keras.optimizers.Adam()
for images, labels in data:
    with tf.GradientTape() as tape:
        loss = loss_of(labels, net(images))
    adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables + [net.scale]), net.trainable_variables + [net.scale]))
`,
    'lists, tuples and dictionaries of layers': `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.many = []
        for i in range(3):
            self.many.append(tf.keras.layers.Dense(8))
        self.pair = (tf.keras.layers.Dense(8), tf.keras.layers.Dense(8))
        self.named = {"out": tf.keras.layers.Dense(1)}
    def call(self, x):
        for layer in self.many:
            x = layer(x)
        return self.named["out"](self.pair[1](self.pair[0](x)))
${train}`,
    'layers without weights in call': `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.out = tf.keras.layers.Dense(1)
    def call(self, x):
        return self.out(tf.keras.layers.Flatten()(tf.keras.layers.ReLU()(x)))
${train}`,
    'a layer made once, in the first call': `${start}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.out = None
    def call(self, x):
        if self.out is None:
            self.out = tf.keras.layers.Dense(1)
        return self.out(x)
${train}`,
    'weights of build': `${start}
class Linear(tf.keras.layers.Layer):
    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], 8))
        self.inner = tf.keras.layers.Dense(8)
    def call(self, x):
        return self.inner(tf.matmul(x, self.w))
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = Linear()
        self.out = tf.keras.layers.Dense(1)
    def call(self, x):
        return self.out(self.hidden(x))
${train}`,
    'tf.Module and a loop that asks for the variables': `${start}
class Linear(tf.Module):
    def __init__(self):
        self.w = tf.Variable(tf.random.normal([4, 1]))
    def __call__(self, x):
        return tf.matmul(x, self.w)
net = Linear()
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - net(x)) ** 2)
    net.w.assign_sub(0.1 * tape.gradient(loss, net.w))
`,
    'a layer whose variables are asked for': `${start}
class Linear(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.random.normal([4, 1]))
    def call(self, x):
        return tf.matmul(x, self.w)
net = Linear()
optimizer = tf.keras.optimizers.Adam()
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - net(x)) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, [net.w]), [net.w]))
`,
    'Keras 2 finds variables': `${start}
from tensorflow.keras.layers.core import Flatten
class Linear(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.w = tf.Variable(tf.random.normal([4, 1]))
    def call(self, x):
        return tf.matmul(x, self.w)
${train.replace('Net()', 'Linear()')}`,
  },
  fixes: {
    'a Keras variable': {
      before: variable('tf.Variable'),
      after: variable('tf.keras.Variable'),
    },
  },
});
