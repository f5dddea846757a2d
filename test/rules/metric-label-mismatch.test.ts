import rule from '../../src/rules/metric-label-mismatch';
import { ruleTest } from './support/rule-test';

const program = (metric: string, loss: string, last = 'keras.layers.Dense(3, activation="softmax")'): string => `
import numpy as np
from tensorflow import keras
from tensorflow.keras.metrics import Accuracy
model = keras.Sequential([keras.layers.Dense(8, activation="relu", input_shape=(4,)), ${last}])
metrics = [${metric}]
model.compile(optimizer="adam", loss="${loss}", metrics=metrics)
model.fit(np.load("x.npy"), np.load("y.npy"))
`;

ruleTest(rule, {
  flags: {
    'Accuracy() on probabilities': program(
      `Accuracy()]
#          ^^^^^^^^^^ metric-label-mismatch
_ = [`,
      'categorical_crossentropy',
    ),
    'Accuracy() on one probability': program(
      `keras.metrics.Accuracy()]
#          ^^^^^^^^^^^^^^^^^^^^^^^^ metric-label-mismatch
_ = [`,
      'binary_crossentropy',
      'keras.layers.Dense(1, activation="sigmoid")',
    ),
    'categorical accuracy beside a sparse loss': program(
      `"categorical_accuracy"]
#          ^^^^^^^^^^^^^^^^^^^^^^ metric-label-mismatch
_ = [`,
      'sparse_categorical_crossentropy',
    ),
    'binary accuracy of a softmax': program(
      `"binary_accuracy"]
#          ^^^^^^^^^^^^^^^^^ metric-label-mismatch
_ = [`,
      'categorical_crossentropy',
    ),
    'sparse accuracy of one-hot labels': program(
      `keras.metrics.SparseCategoricalAccuracy(name="acc")]
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ metric-label-mismatch
_ = [`,
      'categorical_crossentropy',
    ),
  },
  ignores: {
    'the string resolves itself': program('"accuracy", "acc", "Accuracy"', 'sparse_categorical_crossentropy'),
    'the metric of the loss': program('keras.metrics.SparseCategoricalAccuracy()', 'sparse_categorical_crossentropy'),
    'several yes-or-no answers': program(
      '"binary_accuracy"',
      'binary_crossentropy',
      'keras.layers.Dense(3, activation="sigmoid")',
    ),
    'binary accuracy of one unit': program(
      '"binary_accuracy"',
      'binary_crossentropy',
      'keras.layers.Dense(1, activation="sigmoid")',
    ),
    'areas and errors': program('"mse", keras.metrics.AUC(), keras.metrics.Precision()', 'categorical_crossentropy'),
    'a metric of the program': program('lambda t, p: keras.ops.mean(t)', 'categorical_crossentropy'),
    'a regression': program('Accuracy()', 'mse', 'keras.layers.Dense(1)'),
  },
  fixes: {
    'a class keeps its arguments': {
      before: program('keras.metrics.CategoricalAccuracy(name="acc")', 'sparse_categorical_crossentropy'),
      after: program('keras.metrics.SparseCategoricalAccuracy(name="acc")', 'sparse_categorical_crossentropy'),
    },
    'a name': {
      before: program('"categorical_accuracy"', 'sparse_categorical_crossentropy'),
      after: program('"sparse_categorical_accuracy"', 'sparse_categorical_crossentropy'),
    },
  },
});
