/** Every optimizer of Keras has its record, and the record says what Keras and TensorFlow say. */
import { expect, test } from 'vitest';
import { acceptedIdentifiers, resolveIdentifier } from '../../src/knowledge/identifiers';
import { counterpartOf, defaultRate, optimizers } from '../../src/knowledge/optimizers';
import { signatureOf } from '../../src/knowledge/signatures';

/** Scales the loss of another optimizer, and has no steps of its own. */
const wrapper = 'LossScaleOptimizer';

const accepted = (keras: 2 | 3): readonly string[] =>
  acceptedIdentifiers('optimizer', keras).flatMap((text) => {
    const name = resolveIdentifier('optimizer', text, keras)?.split('.').at(-1);
    return name === undefined || name === wrapper ? [] : [name];
  });

test.each([2, 3] as const)('what Keras %s takes for an optimizer has a record', (keras) => {
  const names = [...new Set(accepted(keras))];
  expect(names.length).toBeGreaterThan(7);
  expect(names.filter((name) => !(name in optimizers))).toEqual([]);
});

test('no record is of an optimizer that Keras does not have', () => {
  const known = new Set([...accepted(2), ...accepted(3)]);
  expect(
    Object.keys(optimizers).filter((name) => !known.has(name) && signatureOf(`keras.optimizers.${name}`, 3) === undefined),
  ).toEqual([]);
});

test.each(Object.entries(optimizers))('%s: its memory is the default of the argument that sets it', (name, { memory }) => {
  const parameters = signatureOf(`keras.optimizers.${name}`, 3)?.parameters ?? [];
  const argument = memory?.argument;
  const given = parameters.find((one) => one.name === argument)?.default;
  expect(given).toBe(argument === undefined ? undefined : memory?.kept);
});

test.each(Object.entries(optimizers))('%s: the usual rate lies where nothing is said about it', (_, { rates }) => {
  if (!rates) return;
  expect(rates.least).toBeLessThan(rates.usual);
  expect(rates.notable).toBeGreaterThan(rates.usual);
  expect(rates.loud).toBeGreaterThanOrEqual(rates.notable);
});

test('the classes of TensorFlow 1 are classes of TensorFlow 1', () => {
  const old = Object.values(optimizers).flatMap(({ tensorflow1 = [] }) => tensorflow1);
  expect(old.filter((name) => signatureOf(`tf.compat.v1.train.${name}`, 2) === undefined)).toEqual([]);
  expect(counterpartOf('MomentumOptimizer')).toBe('SGD');
  expect(counterpartOf('constructor')).toBeUndefined();
});

test.each([
  ['SGD', 0.01],
  ['Adam', 0.001],
  ['constructor', undefined],
])('the default rate of %s is %s', (name, rate) => {
  expect(defaultRate(name)).toBe(rate);
});
