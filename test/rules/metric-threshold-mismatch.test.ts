import rule from '../../src/rules/metric-threshold-mismatch';
import { ruleTest } from './support/rule-test';

interface Parts {
  readonly last?: string;
  readonly loss?: string;
  readonly metrics?: string;
}

const logits: Parts = {
  last: 'keras.layers.Dense(1)',
  loss: 'keras.losses.BinaryCrossentropy(from_logits=True)',
};

const program = (
  decode: string,
  { last = 'keras.layers.Dense(1, activation="sigmoid")', loss = '"binary_crossentropy"', metrics = '' }: Parts = {},
): string => `
import numpy as np
import tensorflow as tf
from tensorflow import keras
x, y = np.random.normal(size=(100, 8)), np.load("y.npy")
metrics = [${metrics}]
model = keras.Sequential([keras.layers.Dense(8, activation="relu"), ${last}])
model.compile(optimizer="adam", loss=${loss}, metrics=metrics)
model.fit(x, y)
p = model.predict(x)
${decode}
`;

const classes: Parts = { last: 'keras.layers.Dense(3, activation="softmax")', loss: '"sparse_categorical_crossentropy"' };

ruleTest(rule, {
  flags: {
    'over the last axis, of data of which nothing is known': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
model.fit(x_train, y_train)
predicted = model.predict(x_test).argmax(axis=-1)
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ metric-threshold-mismatch
`,
    'argmax over one unit': program(`answers = np.argmax(p, axis=1)
#         ^^^^^^^^^^^^^^^^^^^^ metric-threshold-mismatch`),
    'the method': program(`answers = p.argmax(axis=-1)
#         ^^^^^^^^^^^^^^^^^ metric-threshold-mismatch`),
    'row by row': program(`answers = [np.argmax(one) for one in p]
#          ^^^^^^^^^^^^^^ metric-threshold-mismatch`),
    'all at once': program(
      `answers = np.argmax(p)
#         ^^^^^^^^^^^^ metric-threshold-mismatch`,
      classes,
    ),
    'downwards, as TensorFlow does by default': program(
      `answers = tf.argmax(p)
#         ^^^^^^^^^^^^ metric-threshold-mismatch`,
      classes,
    ),
    'a threshold on logits': program(
      `answers = p > 0.5
#         ^^^^^^^ metric-threshold-mismatch`,
      logits,
    ),
    'rounded logits': program(
      `answers = np.round(p)
#         ^^^^^^^^^^^ metric-threshold-mismatch`,
      logits,
    ),
    'a metric at one half': program('', {
      ...logits,
      metrics: `keras.metrics.BinaryAccuracy()]
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ metric-threshold-mismatch
_ = [`,
    }),
    'the name of a metric': program('', {
      ...logits,
      metrics: `"accuracy"]
#          ^^^^^^^^^^ metric-threshold-mismatch
_ = [`,
    }),
  },
  ignores: {
    'a threshold on a probability': program('answers = (p > 0.5).astype(int)'),
    'argmax of classes': program('answers = np.argmax(p, axis=1)', classes),
    'argmax of classes row by row': program('answers = [np.argmax(one) for one in p]', classes),
    'the first sample': program('print(np.argmax(p[0]))', classes),
    'a threshold of zero': program('answers = p > 0', logits),
    'logits made probabilities first': program('answers = tf.nn.sigmoid(p) > 0.5', logits),
    'a metric at zero': program('', { ...logits, metrics: 'keras.metrics.BinaryAccuracy(threshold=0.0)' }),
    'a regression that is rounded': program('answers = np.round(p)', { last: 'keras.layers.Dense(1)', loss: '"mse"' }),
    'the sample with the largest value of a regression': program('best = p[:, 0].argmax()', {
      last: 'keras.layers.Dense(1)',
      loss: '"mse"',
    }),
  },
  fixes: {
    'compares with zero': {
      before: program('answers = (p > 0.5).astype(int)', logits),
      after: program('answers = (p > 0).astype(int)', logits),
    },
    'gives the metric a threshold': {
      before: program('', { ...logits, metrics: '"accuracy"' }),
      after: program('', { ...logits, metrics: 'keras.metrics.BinaryAccuracy(name="accuracy", threshold=0.0)' }),
    },
  },
});
