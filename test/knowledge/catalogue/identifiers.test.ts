import { expect, test } from 'vitest';
import { acceptedIdentifiers, resolveIdentifier } from '../../../src/knowledge/identifiers';

test.each([
  ['loss', 'mse', 'keras.losses.mean_squared_error'],
  ['loss', 'mean_squared_error', 'keras.losses.mean_squared_error'],
  ['loss', 'bce', 'keras.losses.binary_crossentropy'],
  ['loss', 'BinaryCrossentropy', 'keras.losses.BinaryCrossentropy'],
  ['loss', 'sparse_categorical_crossentropy', 'keras.losses.sparse_categorical_crossentropy'],
  ['optimizer', 'adam', 'keras.optimizers.Adam'],
  ['optimizer', 'Adam', 'keras.optimizers.Adam'],
  ['optimizer', 'ADAM', 'keras.optimizers.Adam'],
  ['optimizer', 'sgd', 'keras.optimizers.SGD'],
  ['activation', 'relu', 'keras.activations.relu'],
  ['activation', 'swish', 'keras.activations.silu'],
  ['activation', 'leaky_relu', 'keras.activations.leaky_relu'],
  ['initializer', 'glorot_uniform', 'keras.initializers.GlorotUniform'],
  ['initializer', 'zero', 'keras.initializers.Zeros'],
  ['regularizer', 'l2', 'keras.regularizers.L2'],
  ['constraint', 'max_norm', 'keras.constraints.MaxNorm'],
] as const)('as %s, %s is %s in both', (kind, text, name) => {
  expect([resolveIdentifier(kind, text, 2), resolveIdentifier(kind, text, 3)]).toEqual([name, name]);
});

test('what only one Keras takes', () => {
  expect([resolveIdentifier('optimizer', 'adamw', 2), resolveIdentifier('optimizer', 'adamw', 3)]).toEqual([
    undefined,
    'keras.optimizers.AdamW',
  ]);
  expect([resolveIdentifier('loss', 'logcosh', 2), resolveIdentifier('loss', 'logcosh', 3)]).toEqual([
    'keras.losses.log_cosh',
    undefined,
  ]);
  expect(resolveIdentifier('metric', 'mae', 2)).toBe('keras.losses.mean_absolute_error');
  expect(resolveIdentifier('metric', 'mae', 3)).toBe('keras.metrics.MeanAbsoluteError');
});

test('what Keras refuses', () => {
  for (const text of ['cross_entropy', 'binary_cross_entropy', 'rmse', 'constructor', ''])
    expect(resolveIdentifier('loss', text, 3), text).toBeUndefined();
  expect(resolveIdentifier('activation', 'rleu', 3)).toBeUndefined();
});

test('strings are taken as written, but for optimizers', () => {
  expect(resolveIdentifier('activation', 'ReLU', 3)).toBeUndefined();
  expect(acceptedIdentifiers('optimizer', 3)).toContain('rmsprop');
});
