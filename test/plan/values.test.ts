import { expect, test } from 'vitest';
import { valueOffers, withRuns, withValue } from '../../src/plan/values';
import { arm, data, dense, experiment, features, loss, optimizer, sequential } from '../probe/support/experiments';
import { oneUnitSoftmax } from '../webview/fixtures/experiments';

test('learning rate, hidden activation, loss and backend are offered as the program has them', () => {
  expect(valueOffers(oneUnitSoftmax).map(({ setting, current }) => [setting, current])).toEqual([
    ['learning_rate', '0.01'],
    ['activation', 'relu'],
    ['loss', 'BinaryCrossentropy'],
    ['backend', 'Keras on TensorFlow'],
  ]);
});

test('a rate left to its default is named so; a schedule is no value; an output layer is not hidden', () => {
  const one = (config: Parameters<typeof optimizer>[1]) =>
    experiment(
      [
        arm({
          model: sequential([4], [dense(1, 'sigmoid')]),
          loss: loss('BinaryCrossentropy'),
          optimizer: optimizer('Adam', config),
        }),
      ],
      data(features(4), { kind: 'binary' }),
    );
  expect(valueOffers(one({}))).toContainEqual(expect.objectContaining({ current: "Adam's default" }));
  const scheduled = valueOffers(one({ learning_rate: { class: 'ExponentialDecay', config: {} } }));
  expect(scheduled.map(({ setting }) => setting)).toEqual(['loss', 'backend']);
});

test('another value is a further version that differs in nothing else', () => {
  const [asWritten, withFix] = oneUnitSoftmax.arms;
  const rate = withValue(oneUnitSoftmax, 'learning_rate', '0.1');
  expect(rate?.arms.slice(0, 2)).toEqual([asWritten, withFix]);
  expect(rate?.arms[2]).toEqual({
    ...asWritten,
    role: 'variant',
    title: 'Variant: learning rate 0.1',
    optimizer: { class: 'Adam', config: { learning_rate: 0.1 } },
  });
  const activation = withValue(oneUnitSoftmax, 'activation', 'tanh')?.arms[2];
  expect(activation?.model.nodes.map(({ config }) => config.activation)).toEqual([undefined, 'tanh', 'softmax']);
  expect(withValue(oneUnitSoftmax, 'loss', 'MeanSquaredError')?.arms[2]?.heads[0]?.loss).toEqual({
    kind: 'keras',
    class: 'MeanSquaredError',
    config: {},
  });
});

test('another backend is offered where a cross-entropy may see the logits behind a softmax or sigmoid', () => {
  const variant = withValue(oneUnitSoftmax, 'backend', 'Keras on JAX')?.arms[2];
  expect(variant).toEqual({
    ...oneUnitSoftmax.arms[0],
    role: 'variant',
    title: 'Variant: backend Keras on JAX',
    semantics: { ...oneUnitSoftmax.semantics, backend: 'keras-jax' },
  });
  expect(withValue(oneUnitSoftmax, 'backend', 'Keras on TensorFlow')).toBeUndefined();
  const squared = experiment(
    [arm({ model: sequential([4], [dense(1, 'sigmoid')]), loss: loss('MeanSquaredError'), optimizer: optimizer('Adam') })],
    data(features(4), { kind: 'binary' }),
  );
  expect(valueOffers(squared).map(({ setting }) => setting)).not.toContain('backend');
});

test('the same value again takes the place of its version; what was not offered is refused', () => {
  const once = withValue(oneUnitSoftmax, 'learning_rate', '0.1');
  const twice = once && withValue(once, 'learning_rate', '0.1');
  expect(twice).toEqual(once);
  expect(withValue(oneUnitSoftmax, 'learning_rate', '7')).toBeUndefined();
  expect(withValue(oneUnitSoftmax, 'batch_size', '1')).toBeUndefined();
});

test('more runs are that many, no more', () => {
  expect(withRuns(oneUnitSoftmax, 20).seeds).toEqual({ ...oneUnitSoftmax.seeds, count: 20, extendTo: 20 });
});
