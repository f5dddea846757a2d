import rule from '../../src/rules/small-shuffle-buffer';
import { ruleTest } from './support/rule-test';

const program = (dataset: string, y = 'np.repeat([0, 1, 2], 1000)'): string => `
import numpy as np
import tensorflow as tf
from tensorflow import keras
x = np.random.normal(size=(3000, 8))
y = ${y}
${dataset}
model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(ds, epochs=5)
`;

ruleTest(rule, {
  flags: {
    'sorted labels': program(`ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(32)
#                                                       ^^^ small-shuffle-buffer`),
    'a buffer of one': program(
      `ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(1).batch(32)
#                                                       ^ small-shuffle-buffer`,
      'np.load("y.npy")',
    ),
    'the shuffled order is cached': program(
      `ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(3000).cache().batch(32)
#                                                             ^^^^^^^ small-shuffle-buffer`,
      'np.load("y.npy")',
    ),
  },
  ignores: {
    'a buffer for all': program('ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(3000).batch(32)'),
    'the usual 1000 on data that is mixed': program(
      'ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(32)',
      'np.random.randint(0, 3, 3000)',
    ),
    'a dataset of Keras': `
import tensorflow as tf
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
ds = tf.data.Dataset.from_tensor_slices((x / 255.0, y)).cache().shuffle(1000).batch(32)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(ds, epochs=5)
`,
    'shuffled by index before': program(
      'p = np.random.permutation(3000)\nds = tf.data.Dataset.from_tensor_slices((x[p], y[p])).shuffle(100).batch(32)',
    ),
  },
  fixes: {
    'takes all samples': {
      before: program('ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(32)'),
      after: program('ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(3000).batch(32)'),
    },
    'caches first': {
      before: program('ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(3000).cache().batch(32)', 'np.load("y.npy")'),
      after: program('ds = tf.data.Dataset.from_tensor_slices((x, y)).cache().shuffle(3000).batch(32)', 'np.load("y.npy")'),
    },
  },
});
