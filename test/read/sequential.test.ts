import { expect, test } from 'vitest';
import { readRuns } from '../support/facts';

const imports = 'import numpy as np\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n';

test('layers in a list, added, popped and added in a loop make one chain', async () => {
  const runs = await readRuns(`${imports}
model = keras.Sequential([layers.Dense(8, activation='relu', input_shape=(4,))])
for width in (6, 5):
    model.add(layers.Dense(width, activation='tanh'))
model.add(layers.Dense(99))
model.pop()
model.add(layers.Dense(1, activation='sigmoid'))
model.compile(optimizer=keras.optimizers.SGD(0.1), loss='binary_crossentropy')
model.fit(np.random.rand(10, 4), np.random.randint(0, 2, 10), epochs=3)
`);
  expect(runs).toEqual([
    {
      loop: 'fit',
      layers: ['Dense relu [8]', 'Dense tanh [6]', 'Dense tanh [5]', 'Dense sigmoid [1]'],
      heads: [[1, 'sigmoid', 'binary_crossentropy']],
      optimizer: 'SGD 0.1',
    },
  ]);
});

test('a layer that only one branch adds leaves a gap, and the head behind it stays known', async () => {
  const [run] = await readRuns(`${imports}
import sys
model = keras.Sequential([keras.Input(shape=(4,))])
if len(sys.argv) > 1:
    model.add(layers.Dense(8, activation='relu'))
model.add(layers.Dense(3, activation='softmax'))
model.compile('adam', 'sparse_categorical_crossentropy')
`);
  expect(run?.heads).toEqual([[3, 'softmax', 'sparse_categorical_crossentropy']]);
  expect(run?.layers).toEqual(['Dense softmax ?']);
});

test('a function that builds is followed with its arguments, once a call', async () => {
  const runs = await readRuns(`${imports}
def build(units, rate=0.01):
    model = keras.Sequential([layers.Dense(units, input_dim=2), layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=rate), loss='mse')
    return model

for units in [4, 8]:
    build(units, rate=units / 1000).fit(np.zeros((5, 2)), np.zeros(5))
`);
  expect(runs.map(({ layers, optimizer }) => [layers[0], optimizer])).toEqual([
    ['Dense linear [4]', 'Adam 0.004'],
    ['Dense linear [8]', 'Adam 0.008'],
  ]);
});

test('what is frozen between two compilations is frozen in the second only', async () => {
  const runs = await readRuns(`${imports}
model = keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.Dense(1)])
x, y = np.random.rand(16, 4), np.random.rand(16)
model.compile('adam', 'mse')
model.fit(x, y)
model.layers[0].trainable = False
model.compile('sgd', 'mae')
model.fit(x, y)
`);
  expect(runs.map(({ layers, heads }) => [layers, heads[0]?.[2]])).toEqual([
    [['Dense linear [4]', 'Dense linear [1]'], 'mean_squared_error'],
    [['Dense linear [4] frozen', 'Dense linear [1]'], 'mean_absolute_error'],
  ]);
});

test('a model kept on a library module is found again', async () => {
  const [run] = await readRuns(`
import tensorflow as tf
tf.model = tf.keras.Sequential()
tf.model.add(tf.keras.layers.Dense(units=1, input_dim=1))
tf.model.compile(loss='mse', optimizer=tf.keras.optimizers.SGD(lr=0.1))
tf.model.fit([1, 2, 3], [0, -1, -2], epochs=2)
`);
  expect(run).toEqual({
    loop: 'fit',
    layers: ['Dense linear [1]'],
    heads: [[1, 'linear', 'mean_squared_error']],
    optimizer: 'SGD 0.1',
  });
});
