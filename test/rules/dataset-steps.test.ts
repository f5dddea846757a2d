import rule from '../../src/rules/dataset-steps';
import { ruleTest } from './support/rule-test';

const program = (dataset: string, fit: string): string => `
import numpy as np
import tensorflow as tf
from tensorflow import keras
x, y = np.random.normal(size=(1000, 8)), np.random.randint(0, 3, 1000)
ds = tf.data.Dataset.from_tensor_slices((x, y))
${dataset}
model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(${fit})
`;

ruleTest(rule, {
  flags: {
    'an endless dataset': program(
      'ds = ds.shuffle(1000).repeat().batch(32)',
      `ds, epochs=5)
#         ^^ dataset-steps
model.summary(`,
    ),
    'a count of -1': program(
      'ds = ds.repeat(-1).batch(32)',
      `ds, epochs=5)
#         ^^ dataset-steps
model.summary(`,
    ),
    'an endless validation set': program(
      'val = ds.batch(32).repeat()',
      `ds.batch(32), validation_data=val, epochs=5)
#                                       ^^^ dataset-steps
model.summary(`,
    ),
    'more steps than data': program(
      'ds = ds.batch(32)',
      `ds, epochs=5, steps_per_epoch=1000)
#                                       ^^^^ dataset-steps
model.summary(`,
    ),
    'more steps than the array has': program(
      '',
      `x, y, batch_size=10, steps_per_epoch=200)
#                                              ^^^ dataset-steps
model.summary(`,
    ),
  },
  ignores: {
    'steps are given': program('ds = ds.repeat().batch(32)', 'ds, epochs=5, steps_per_epoch=30'),
    'both are given': program('ds = ds.repeat().batch(32)', 'ds, steps_per_epoch=30, validation_data=ds, validation_steps=5'),
    'a count': program('ds = ds.repeat(3).batch(32)', 'ds, epochs=5'),
    'a part is taken': program('ds = ds.repeat().batch(32).take(100)', 'ds, epochs=5'),
    'exactly the steps there are': program('ds = ds.batch(32)', 'ds, epochs=5, steps_per_epoch=32'),
    'arguments of unknown content': program('ds = ds.repeat().batch(32)', 'ds, **options'),
    'repeated often enough': program('ds = ds.batch(32).repeat(100)', 'ds, steps_per_epoch=1000'),
    'a generator begins again by itself': `
import numpy as np
from tensorflow import keras
x, y = np.random.normal(size=(1000, 8, 8, 3)), np.random.randint(0, 3, 1000)
flow = keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True).flow(x, y, batch_size=32)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(flow, steps_per_epoch=1000)
`,
  },
  fixes: {
    'removes repeat': {
      before: program('ds = ds.shuffle(1000).repeat().batch(32)', 'ds, epochs=5'),
      after: program('ds = ds.shuffle(1000).batch(32)', 'ds, epochs=5'),
    },
    'counts the steps': {
      before: program('ds = ds.batch(32)', 'ds, steps_per_epoch=1000'),
      after: program('ds = ds.batch(32)', 'ds, steps_per_epoch=32'),
    },
  },
});
