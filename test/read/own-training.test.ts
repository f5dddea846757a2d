import { expect, test } from 'vitest';
import { readRuns } from '../support/facts';

const imports =
  'import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n';

test('a train_step is followed with the data of fit; its tape is the loop', async () => {
  const runs = await readRuns(`${imports}
class Net(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            predicted = self(x, training=True)
            loss = self.compiled_loss(y, predicted)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return {'loss': loss}

inputs = keras.Input((4,))
model = Net(inputs, layers.Dense(2, activation='softmax')(inputs))
model.compile(optimizer=keras.optimizers.Adam(0.02), loss='sparse_categorical_crossentropy')
model.fit(np.random.rand(10, 4), np.random.randint(0, 2, 10), epochs=3)
`);
  expect(runs).toEqual([
    {
      loop: 'tape',
      layers: ['Dense softmax [2]'],
      heads: [[2, 'softmax', 'sparse_categorical_crossentropy']],
      optimizer: 'Adam 0.02',
    },
  ]);
});

test('a loss that a helper computes, under tf.function, belongs to the model of the tape', async () => {
  const [run] = await readRuns(`${imports}
model = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
optimizer = tf.optimizers.SGD(0.05)

def loss_of(x, y):
    return tf.reduce_mean(tf.square(model(x) - y))

@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(x, y)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))

for epoch in range(5):
    step(np.random.rand(8, 3), np.random.rand(8, 1))
`);
  expect(run).toEqual({
    loop: 'tape',
    layers: ['Dense linear [1]'],
    heads: [[1, 'linear', 'mean_squared_error']],
    optimizer: 'SGD 0.05',
  });
});

test('minimize with a function is a tape loop that applies its gradients', async () => {
  const [run] = await readRuns(`${imports}
w = tf.Variable(tf.random.normal([3, 1]))
x, y = np.random.rand(8, 3), np.random.rand(8, 1)
opt = keras.optimizers.Adam(0.1)
for _ in range(10):
    opt.minimize(lambda: tf.reduce_mean(tf.abs(tf.matmul(x, w) - y)), [w])
`);
  expect(run?.loop).toBe('tape');
  expect(run?.heads).toEqual([[1, 'linear', 'mean_absolute_error']]);
  expect(run?.optimizer).toBe('Adam 0.1');
});

test('without loss=, add_loss is the loss', async () => {
  const [run] = await readRuns(`${imports}
inputs = keras.Input((4,))
outputs = layers.Dense(4, activation='sigmoid')(inputs)
model = keras.Model(inputs, outputs)
model.add_loss(tf.reduce_mean(tf.square(inputs - outputs)))
model.compile(optimizer='rmsprop')
model.fit(np.random.rand(10, 4))
`);
  expect(run?.heads).toEqual([[4, 'sigmoid', 'custom']]);
});

test('a model that is compiled without any loss has none', async () => {
  const [run] = await readRuns(`${imports}
model = keras.Sequential([keras.Input((4,)), layers.Dense(4)])
model.compile(optimizer='rmsprop')
model.fit(np.random.rand(10, 4))
`);
  expect(run?.heads).toEqual([[4, 'linear', 'unknown undefined']]);
});
