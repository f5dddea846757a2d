import { beforeAll, expect, test } from 'vitest';
import type { Json } from '../../src/experiment/json';
import type { NodeSpec } from '../../src/experiment/model';
import { soundUpdate } from '../../src/experiment/experiment';
import { buildGraph } from '../../src/probe/graph';
import { tensorExecutor } from '../../src/probe/tensors';
import { createTrainer } from '../../src/probe/trainer';
import { makeWeights } from '../../src/probe/weights';
import { engine } from './support/engine';
import { loss, optimizer } from './support/experiments';

beforeAll(async () => {
  await engine();
});

/** The output of a model for one row of input. */
function outputOf(shape: readonly number[], nodes: readonly NodeSpec[], row: readonly number[]): number[] {
  const output = nodes.at(-1)?.id ?? '';
  const trainer = createTrainer(
    {
      model: {
        nodes: [{ id: 'x', class: 'InputLayer', config: { shape }, inbound: [] }, ...nodes],
        inputs: ['x'],
        outputs: [output],
      },
      heads: [{ output, target: 0, loss: loss('MeanSquaredError') }],
      optimizer: optimizer('SGD'),
      update: soundUpdate,
    },
    { backend: 'keras-tensorflow', keras: 3 },
    1,
  );
  const values = Array.from(trainer.predict([{ shape: [1, ...shape], data: Float32Array.from(row) }])[0]?.data ?? []);
  trainer.dispose();
  return values;
}

const node = (id: string, name: string, config: NodeSpec['config'], ...inbound: string[]): NodeSpec => ({
  id,
  class: name,
  config,
  inbound,
});

test('operators take constants from either side and other tensors', () => {
  expect(outputOf([2], [node('a', 'operator.truediv', { '#1': 4 }, 'x')], [8, 2])).toEqual([2, 0.5]);
  expect(outputOf([2], [node('a', 'operator.sub', { '#0': 1 }, 'x')], [8, 2])).toEqual([-7, -1]);
  expect(outputOf([2], [node('a', 'tf.multiply', {}, 'x', 'x')], [3, 2])).toEqual([9, 4]);
  expect(() => outputOf([2], [node('a', 'operator.add', {}, 'x')], [1, 2])).toThrow(/operand that is not known/);
});

test('axes count the batch', () => {
  expect(outputOf([2, 2], [node('a', 'tf.reduce_mean', { axis: 1 }, 'x')], [1, 2, 3, 4])).toEqual([2, 3]);
  expect(outputOf([2, 2], [node('a', 'tf.reduce_sum', { axis: [1, 2] }, 'x')], [1, 2, 3, 4])).toEqual([10]);
  expect(
    outputOf(
      [2, 2],
      [node('a', 'tf.reshape', { shape: [-1, 4] }, 'x'), node('b', 'keras.ops.concatenate', { axis: -1 }, 'a', 'a')],
      [1, 2, 3, 4],
    ),
  ).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
  expect(() => outputOf([2], [node('a', 'tf.reduce_mean', {}, 'x')], [1, 2])).toThrow(/over the batch/);
});

test('a raw variable is an operand with its initial value, and is trained', () => {
  const variable = (shape: readonly number[], value: number) => ({
    class: 'variable',
    config: { shape, initializer: { class: 'Constant', config: { value } } },
  });
  const nodes = [
    node('m', 'operator.mul', { '#1': variable([1, 2], 3) }, 'x'),
    node('a', 'tf.add', { '#0': variable([], 1) }, 'm'),
  ];
  expect(outputOf([2], nodes, [1, 2])).toEqual([4, 7]);
  expect(() => outputOf([2], [node('m', 'operator.mul', { '#1': variable([5, 2], 3) }, 'x')], [1, 2])).toThrow(
    'a variable of shape',
  );
});

test.each([
  ['LSTM', {}],
  ['LSTM', { go_backwards: true, return_sequences: true }],
  ['LSTM', { activation: 'relu', recurrent_activation: 'linear', use_bias: false }],
  ['GRU', { return_sequences: true }],
  ['GRU', { go_backwards: true, use_bias: false }],
  ['SimpleRNN', { activation: 'relu' }],
] as const)('the time loop in one operation gives what step by step gives: %s %o', (name, config) => {
  const shape = [6, 3];
  const nodes = [node('m', 'Masking', {}, 'x'), node('r', name, { units: 5, ...config }, 'm')];
  const model = {
    nodes: [{ id: 'x', class: 'InputLayer', config: { shape }, inbound: [] }, ...nodes],
    inputs: ['x'],
    outputs: ['r'],
  };
  const context = { keras: 3, remembers: true, training: true, penalties: true } as const;
  const graph = buildGraph(model, context);
  const heads = [{ output: 'r', target: 0, loss: loss('MeanSquaredError') }];
  const executor = tensorExecutor({ ...context, graph, heads, losses: [], wanted: [] });
  makeWeights(graph, 1, 0, () => executor);
  // Two samples, the second without its first two steps and its fourth.
  const values = Array.from({ length: 36 }, (_, i) => ([18, 21, 27].includes(i - (i % 3)) ? 0 : Math.sin(i * 7)));
  const inputs = [{ shape: [2, ...shape], data: Float32Array.from(values) }];
  const outputs = [executor.predict(inputs), executor.observed(inputs, () => undefined)].map((heads) => heads[0]?.data);
  executor.dispose();
  expect(outputs[0]?.length).toBe(outputs[1]?.length);
  outputs[0]?.forEach((value, i) => expect(value).toBeCloseTo(outputs[1]?.[i] ?? NaN, 5));
  expect(new Set(outputs[0]).size).toBeGreaterThan(2);
});

test('an index takes a step, a part or makes an axis', () => {
  const index = (...parts: readonly Json[]) => node('a', 'operator.getitem', { index: parts }, 'x');
  const all = [null, null, null];
  expect(outputOf([3, 2], [index(all, -1)], [1, 2, 3, 4, 5, 6])).toEqual([5, 6]);
  expect(outputOf([3, 2], [index(all, all, 0)], [1, 2, 3, 4, 5, 6])).toEqual([1, 3, 5]);
  expect(outputOf([3, 2], [index(all, [1, null, null])], [1, 2, 3, 4, 5, 6])).toEqual([3, 4, 5, 6]);
  expect(outputOf([3], [index(all, null, [null, -1, null]), node('b', 'tf.reduce_sum', { axis: 1 }, 'a')], [1, 2, 3])).toEqual([
    1, 2,
  ]);
  expect(() => outputOf([3], [index(0)], [1, 2, 3])).toThrow(/index/);
  expect(() => outputOf([3], [index(all, 3)], [1, 2, 3])).toThrow(/index/);
});
