import { expect, test } from 'vitest';
import { cataloguedNames, isCatalogued, isRequired, signatureOf } from '../../../src/knowledge/signatures';

const defaultOf = (name: string, parameter: string, keras: 2 | 3) =>
  signatureOf(name, keras)?.parameters.find((one) => one.name === parameter)?.default;

test('a class is described by its constructor, without self, in order', () => {
  const dense = signatureOf('keras.layers.Dense', 3);
  expect(dense?.parameters.slice(0, 4)).toEqual([
    { name: 'units', role: 'normal' },
    { name: 'activation', role: 'normal', default: null },
    { name: 'use_bias', role: 'normal', default: true },
    { name: 'kernel_initializer', role: 'normal', default: 'glorot_uniform' },
  ]);
  expect(dense?.parameters.at(-1)).toEqual({ name: 'kwargs', role: 'doubleStar' });
});

// Figures from the catalogue of rules; Keras 2.15 and 3.15 agree on them.
test.each([
  ['keras.optimizers.SGD', 'learning_rate', 0.01],
  ['keras.optimizers.Adam', 'learning_rate', 0.001],
  ['keras.optimizers.RMSprop', 'learning_rate', 0.001],
  ['keras.optimizers.Adagrad', 'learning_rate', 0.001],
  ['keras.optimizers.Adadelta', 'learning_rate', 0.001],
  ['keras.optimizers.Adam', 'epsilon', 1e-7],
  ['keras.layers.LSTM', 'activation', 'tanh'],
  ['keras.layers.LSTM', 'recurrent_activation', 'sigmoid'],
  ['keras.layers.BatchNormalization', 'momentum', 0.99],
  ['keras.losses.BinaryCrossentropy', 'from_logits', false],
  ['keras.Model.fit', 'shuffle', true],
  ['keras.utils.image_dataset_from_directory', 'label_mode', 'int'],
  ['sklearn.model_selection.train_test_split', 'shuffle', true],
  ['sklearn.datasets.make_classification', 'n_classes', 2],
  ['tf.compat.v1.train.GradientDescentOptimizer', 'use_locking', false],
  ['tf.nn.softmax', 'axis', null],
])('%s takes %s=%s in both', (name, parameter, value) => {
  expect([defaultOf(name, parameter, 2), defaultOf(name, parameter, 3)]).toEqual([value, value]);
});

test('what the two Keras disagree on is kept for each', () => {
  expect([defaultOf('keras.layers.LeakyReLU', 'alpha', 2), defaultOf('keras.layers.LeakyReLU', 'negative_slope', 3)]).toEqual([
    0.3, 0.3,
  ]);
  expect(defaultOf('keras.layers.LeakyReLU', 'alpha', 3)).toBeUndefined();
  expect([defaultOf('keras.optimizers.Adam', 'jit_compile', 2), defaultOf('keras.optimizers.Adam', 'jit_compile', 3)]).toEqual([
    true,
    undefined,
  ]);
  expect(signatureOf('keras.Model.fit_generator', 2)?.keras).toBe(2);
});

test('a name that only one Keras has is described by that one, and says so', () => {
  expect(signatureOf('keras.layers.ThresholdedReLU', 3)?.keras).toBe(2);
  expect(signatureOf('keras.layers.RMSNormalization', 2)?.keras).toBe(3);
  expect(signatureOf('keras.optimizers.legacy.Adam', 3)).toMatchObject({
    keras: 2,
    parameters: [{ name: 'learning_rate' }, {}, {}, {}, {}, {}, {}],
  });
});

test('methods and functions written in C are there too', () => {
  expect(signatureOf('keras.Model.compile', 3)?.parameters[0]).toEqual({ name: 'optimizer', role: 'normal', default: 'rmsprop' });
  expect(signatureOf('numpy.random.normal', 3)?.parameters.map(({ name, default: value }) => [name, value])).toEqual([
    ['loc', 0],
    ['scale', 1],
    ['size', null],
  ]);
  expect(signatureOf('numpy.random.RandomState.normal', 3)?.parameters[0]?.name).toBe('loc');
  expect(signatureOf('tf.data.Dataset.shuffle', 2)?.parameters[0]).toEqual({ name: 'buffer_size', role: 'normal' });
});

test('a default that is no plain data is spelled, and does not make its parameter required', () => {
  const parameters = signatureOf('numpy.zeros', 3)?.parameters ?? [];
  expect(parameters[1]).toEqual({ name: 'dtype', role: 'normal', opaque: 'float' });
  expect(parameters.filter(isRequired).map(({ name }) => name)).toEqual(['shape']);
});

test('unknown names have none', () => {
  expect(signatureOf('keras.layers.Dence', 3)).toBeUndefined();
  expect(isCatalogued('constructor')).toBe(false);
});

test('every entry can be read, and no parameter comes twice', () => {
  const broken = cataloguedNames().filter((name) =>
    ([2, 3] as const).some((keras) => {
      const names = signatureOf(name, keras)?.parameters.map((one) => one.name);
      return names === undefined || new Set(names).size < names.length || names.some((one) => !/^\w+$/.test(one));
    }),
  );
  expect(broken).toEqual([]);
  expect(cataloguedNames().length).toBeGreaterThan(1500);
});
