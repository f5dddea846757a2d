import { expect, test } from 'vitest';
import { canonicalName, currentParameter, isKnownName, isTensorFlow1Only } from '../../../src/knowledge/names';
import { oldNames } from '../../../src/knowledge/old-names';
import { cataloguedNames, isCatalogued } from '../../../src/knowledge/signatures';

test.each([
  ...[
    'tf.keras.layers.Dense',
    'tensorflow.keras.layers.Dense',
    'tensorflow.compat.v1.keras.layers.Dense',
    'tensorflow.compat.v2.keras.layers.Dense',
    'tensorflow.python.keras.layers.Dense',
    'tensorflow.contrib.keras.layers.Dense',
    'tf_keras.layers.Dense',
    'keras.api.layers.Dense',
    'keras.api._v2.keras.layers.Dense',
    'keras._tf_keras.keras.layers.Dense',
    'keras.layers.core.Dense',
    'keras.src.layers.core.dense.Dense',
  ].map((path) => [path, 'keras.layers.Dense']),
  ['tensorflow.keras.models.Sequential', 'keras.Sequential'],
  ['keras.models.Model', 'keras.Model'],
  ['keras.layers.Input', 'keras.Input'],
  ['keras.engine.topology.Layer', 'keras.layers.Layer'],
  ['keras.layers.convolutional.Conv2D', 'keras.layers.Conv2D'],
  ['keras.layers.Convolution2D', 'keras.layers.Conv2D'],
  ['keras.layers.MaxPool2D', 'keras.layers.MaxPooling2D'],
  ['keras.layers.normalization.BatchNormalization', 'keras.layers.BatchNormalization'],
  ['keras.layers.advanced_activations.LeakyReLU', 'keras.layers.LeakyReLU'],
  ['tensorflow.keras.layers.experimental.preprocessing.Rescaling', 'keras.layers.Rescaling'],
  ['tensorflow.keras.optimizers.legacy.Adam', 'keras.optimizers.legacy.Adam'],
  ['keras.optimizers.adam', 'keras.optimizers.Adam'],
  ['keras.optimizers.adam_v2.Adam', 'keras.optimizers.Adam'],
  ['tensorflow.optimizers.SGD', 'keras.optimizers.SGD'],
  ['keras.utils.np_utils.to_categorical', 'keras.utils.to_categorical'],
  ['keras.preprocessing.sequence.pad_sequences', 'keras.utils.pad_sequences'],
  ['tensorflow.keras.initializers.he_normal', 'keras.initializers.HeNormal'],
  ['tensorflow.keras.regularizers.l2', 'keras.regularizers.L2'],
  ['tensorflow.keras.regularizers.l1_l2', 'keras.regularizers.l1_l2'],
  ['tensorflow.keras.losses.MSE', 'keras.losses.mean_squared_error'],
  ['tensorflow.keras.metrics.mse', 'keras.losses.mean_squared_error'],
  ['tensorflow.keras.activations.swish', 'keras.activations.silu'],
  ['tensorflow.keras.applications.vgg16.VGG16', 'keras.applications.VGG16'],
  ['tensorflow.math.reduce_mean', 'tf.reduce_mean'],
  ['tensorflow.compat.v1.reduce_mean', 'tf.reduce_mean'],
  ['tensorflow.nn.sigmoid', 'tf.sigmoid'],
  ['tensorflow.log', 'tf.math.log'],
  ['tensorflow.placeholder', 'tf.compat.v1.placeholder'],
  ['tensorflow.train.AdamOptimizer', 'tf.compat.v1.train.AdamOptimizer'],
  ['tensorflow.layers.dense', 'tf.compat.v1.layers.dense'],
  ['tensorflow.losses.softmax_cross_entropy', 'tf.compat.v1.losses.softmax_cross_entropy'],
  ['tensorflow.losses.mean_squared_error', 'keras.losses.mean_squared_error'],
  ['tensorflow.contrib.layers.fully_connected', 'tf.contrib.layers.fully_connected'],
  ['tensorflow.contrib.slim.conv2d', 'tf.contrib.layers.conv2d'],
  ['tensorflow.contrib.rnn.BasicLSTMCell', 'tf.compat.v1.nn.rnn_cell.BasicLSTMCell'],
  ['tensorflow.examples.tutorials.mnist.input_data.read_data_sets', 'tf.examples.tutorials.mnist.input_data.read_data_sets'],
  ['numpy.random.mtrand.rand', 'numpy.random.rand'],
  ['numpy.core.numeric.ones', 'numpy.ones'],
  ['sklearn.cross_validation.train_test_split', 'sklearn.model_selection.train_test_split'],
  ['sklearn.preprocessing.data.StandardScaler', 'sklearn.preprocessing.StandardScaler'],
  ['pandas.io.parsers.read_csv', 'pandas.read_csv'],
  ['tensorflow.strings.split', 'tf.strings.split'],
  ['tensorflow.sparse.add', 'tf.sparse.add'],
  // Modules, for names that are built up attribute by attribute
  ['tensorflow', 'tf'],
  ['tensorflow.keras', 'keras'],
  ['tensorflow.keras.layers', 'keras.layers'],
  // Nobody's
  ['my.keras.layers.Dense', 'my.keras.layers.Dense'],
  ['kerastuner.Hyperband', 'kerastuner.Hyperband'],
  ['tensorflow_probability.layers.DenseFlipout', 'tensorflow_probability.layers.DenseFlipout'],
])('%s is %s', (path, name) => {
  expect(canonicalName(path)).toBe(name);
});

test('in a TensorFlow 1 program the same words mean other functions', () => {
  expect(canonicalName('tensorflow.losses.mean_squared_error', 1)).toBe('tf.compat.v1.losses.mean_squared_error');
  expect(canonicalName('tensorflow.nn.dropout', 1)).toBe('tf.compat.v1.nn.dropout');
  expect(canonicalName('tensorflow.nn.dropout', 2)).toBe('tf.nn.dropout');
  expect(canonicalName('tensorflow.nn.relu', 1)).toBe('tf.nn.relu');
  expect(canonicalName('tensorflow.keras.layers.Dense', 1)).toBe('keras.layers.Dense');
});

test('what only TensorFlow 1 has is told', () => {
  expect(
    ['tf.placeholder', 'tf.Session', 'tensorflow.contrib.layers.flatten', 'tf.train.AdamOptimizer'].map(isTensorFlow1Only),
  ).toEqual([true, true, true, true]);
  expect(['tf.Variable', 'tf.nn.relu', 'tf.compat.v1.Session', 'tf.losses.Huber', 'numpy.ones'].map(isTensorFlow1Only)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('every canonical name is its own, whether it comes whole or attribute by attribute', () => {
  const moved = cataloguedNames().filter((name) => canonicalName(name) !== name);
  expect(moved).toEqual([]);
  const stepwise = cataloguedNames().filter(
    (name) => name.split('.').reduce((path, part) => canonicalName(path === '' ? part : `${path}.${part}`), '') !== name,
  );
  expect(stepwise).toEqual([]);
});

test('every old name leads to one that the catalogue has', () => {
  expect(Object.entries(oldNames).filter(([, name]) => !isCatalogued(name))).toEqual([]);
});

test('names and their modules are known, others are not', () => {
  expect(['keras', 'keras.layers', 'keras.layers.Dense', 'tf.data.Dataset', 'numpy.random'].every(isKnownName)).toBe(true);
  expect(['keras.layers.Dence', 'torch', 'constructor', ''].some(isKnownName)).toBe(false);
});

test.each([
  ['keras.layers.Dense', 'output_dim', 'units'],
  ['keras.layers.Embedding', 'output_dim', 'output_dim'],
  ['keras.layers.Embedding', 'init', 'embeddings_initializer'],
  ['keras.layers.Dense', 'init', 'kernel_initializer'],
  ['keras.layers.Dense', 'W_regularizer', 'kernel_regularizer'],
  ['keras.layers.Conv2D', 'border_mode', 'padding'],
  ['keras.layers.Conv2D', 'subsample', 'strides'],
  ['keras.layers.Conv2D', 'nb_filter', 'filters'],
  ['keras.layers.Dropout', 'p', 'rate'],
  ['keras.layers.LeakyReLU', 'alpha', 'negative_slope'],
  ['keras.layers.ELU', 'alpha', 'alpha'],
  ['keras.optimizers.Adam', 'lr', 'learning_rate'],
  ['keras.Model.fit', 'nb_epoch', 'epochs'],
  ['keras.Model', 'input', 'inputs'],
  ['tf.nn.softmax', 'dim', 'axis'],
  ['numpy.random.choice', 'p', 'p'],
  ['keras.layers.Dense', 'unheard_of', 'unheard_of'],
  ['keras.layers.Dense', 'constructor', 'constructor'],
])('%s: %s is called %s today', (callee, written, today) => {
  expect(currentParameter(callee, written)).toBe(today);
});
