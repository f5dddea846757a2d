import rule from '../../src/rules/shuffle-after-batch';
import { ruleTest } from './support/rule-test';

const program = (
  dataset: string,
  { x = 'np.load("x.npy")', layers = 'keras.layers.Dense(3, activation="softmax")' } = {},
): string => `
import numpy as np
import tensorflow as tf
from tensorflow import keras
x, y = ${x}, np.load("y.npy")
${dataset}
model = keras.Sequential([${layers}])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(ds, epochs=5)
`;

ruleTest(rule, {
  flags: {
    'files of unknown order': program(`ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(32).shuffle(100)
#                                                         ^^^^^^^^^^^^ shuffle-after-batch`),
    'a chain over several statements': program(`ds = tf.data.Dataset.from_tensor_slices((x, y))
ds = ds.batch(32)
ds = ds.shuffle(buffer_size=100).prefetch(1)
#       ^^^^^^^^^^^^^^^^^^^^^^^^ shuffle-after-batch`),
  },
  ignores: {
    'shuffled first': program('ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(32)'),
    'shuffled before and after': program('ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(32).shuffle(10)'),
    'unbatched again': program('ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(32).shuffle(100).unbatch().batch(8)'),
    'the first batch cuts a text into sequences': program(
      'ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(101, drop_remainder=True).shuffle(10000).batch(64)',
    ),
    'the files were shuffled as they were read': `
from tensorflow import keras
train = keras.utils.image_dataset_from_directory("flowers", image_size=(64, 64))
train = train.cache().shuffle(1000).prefetch(1)
model = keras.Sequential([keras.layers.Rescaling(1 / 255), keras.layers.Flatten(), keras.layers.Dense(5)])
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train, epochs=5)
`,
    'a random split': program(
      'from sklearn.model_selection import train_test_split\nx, _, y, _ = train_test_split(x, y)\nds = tf.data.Dataset.from_tensor_slices((x, y)).batch(32).shuffle(100)',
    ),
    'a recurrent model': program('ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(32).shuffle(100)', {
      layers: 'keras.layers.LSTM(8), keras.layers.Dense(3, activation="softmax")',
    }),
  },
  fixes: {
    'in one chain, with a buffer of as many samples': {
      before: program('ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(32).shuffle(100)  # mix'),
      after: program('ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(3200).batch(32)  # mix'),
    },
    'over statements, with a buffer that has a name': {
      before: program('BUFFER = 100\nds = tf.data.Dataset.from_tensor_slices((x, y)).batch(32)\nds = ds.shuffle(BUFFER)'),
      after: program('BUFFER = 100\nds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(BUFFER)\nds = ds.batch(32)'),
    },
  },
});
