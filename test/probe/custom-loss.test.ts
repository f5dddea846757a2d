import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Expression } from '../../src/experiment/model';
import { lossOf } from '../../src/probe/losses';
import { engine } from './support/engine';

beforeAll(async () => {
  await engine();
});

const call = (operation: string, inputs: readonly Expression[], config = {}): Expression => ({
  kind: 'call',
  operation,
  inputs,
  config,
});
const [truth, output]: readonly Expression[] = [{ kind: 'y_true' }, { kind: 'y_pred' }];

const value = (expression: Expression, aligned = false): number =>
  tf.tidy(() => {
    if (!truth || !output) throw new Error('no leaves');
    const logits = tf.tensor2d([[0.3], [-1.2], [2]]);
    const flow = { tensor: tf.sigmoid(logits), logits: { tensor: logits, activation: 'sigmoid' as const, by: 'keras' as const } };
    return (
      lossOf({ kind: 'custom', expression, aligned }, 3)
        .value(tf.tensor1d([1, 0, 1]), flow)
        .dataSync()[0] ?? NaN
    );
  });

const entropy = (Math.log(1 + Math.exp(-0.3)) + Math.log(1 + Math.exp(-1.2)) + Math.log(1 + Math.exp(-2))) / 3;

test("labels are given the output's rank only where Keras does it", () => {
  if (!truth || !output) throw new Error('no leaves');
  const difference = call('reduce_mean', [call('square', [call('subtract', [truth, output])])]);
  expect(value(difference, true)).toBeCloseTo(0.083, 3);
  // (3,) against (3, 1) is (3, 3).
  expect(value(difference)).toBeCloseTo(0.3035, 4);
});

test("Keras's functions inside an expression see the remembered logits", () => {
  if (!truth || !output) throw new Error('no leaves');
  expect(value(call('binary_crossentropy', [truth, output]), true)).toBeCloseTo(entropy, 5);
  expect(value(call('keras.backend.binary_crossentropy', [truth, output]), true)).toBeCloseTo(entropy, 5);
});

test('an operation that is not known is named', () => {
  if (!truth || !output) throw new Error('no leaves');
  expect(() => value(call('fft', [truth, output]))).toThrow('fft');
});

test('tf.nn refuses labels of another shape, as TensorFlow does', () => {
  const of = (name: string, labels: readonly number[], logits: readonly number[]) => () =>
    tf.tidy(() =>
      lossOf({ kind: 'keras', class: `tf.nn.${name}_cross_entropy_with_logits`, config: {} }, 2)
        .value(tf.zeros([...labels]), { tensor: tf.zeros([...logits]) })
        .dataSync(),
    );
  expect(of('softmax', [4, 3], [4, 3])).not.toThrow();
  expect(of('softmax', [4], [4, 3])).toThrow(/broadcast/);
  expect(of('sigmoid', [4, 3], [4, 1])).toThrow(/same shape/);
  expect(of('sparse_softmax', [4], [4, 3])).not.toThrow();
  expect(of('sparse_softmax', [4, 3], [4, 3])).toThrow(/Rank mismatch/);
});
