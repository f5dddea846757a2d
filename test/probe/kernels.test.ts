/** Every kernel that is supplied or replaced, held to the cpu backend's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import { stream } from '../../src/experiment/random';
import { engine } from './support/engine';

beforeAll(async () => {
  await engine();
});
afterAll(async () => {
  await tf.setBackend('wasm');
});

const numbers = stream(1, 'kernels');
const random = (shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => numbers.normal());

/** What an operation gives on both backends. */
async function onBoth(operation: () => tf.Tensor | tf.Tensor[]): Promise<readonly [number[][], number[][]]> {
  const results: number[][][] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    results.push(tf.tidy(() => [operation()].flat().map((tensor) => [...tensor.shape, NaN, ...tensor.dataSync()])));
  }
  return [results[0] ?? [], results[1] ?? []];
}

async function expectSame(operation: () => tf.Tensor | tf.Tensor[]): Promise<void> {
  const before = tf.memory().numTensors;
  const [cpu, wasm] = await onBoth(operation);
  expect(wasm.map((each) => each.slice(0, each.findIndex(Number.isNaN)))).toEqual(
    cpu.map((each) => each.slice(0, each.findIndex(Number.isNaN))),
  );
  // Against the largest number of the tensor: float32 sums of large numbers may cancel.
  const furthest = cpu.map((each, k) => {
    const values = each.slice(each.findIndex(Number.isNaN) + 1);
    const largest = Math.max(...values.map(Math.abs));
    return Math.max(...values.map((value, i) => Math.abs(value - (wasm[k]?.at(i - values.length) ?? NaN)))) / largest;
  });
  for (const apart of furthest) expect(apart).toBeLessThan(1e-5);
  expect(tf.memory().numTensors).toBe(before);
}

test.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])('product, transposed %s and %s', async (first, second) => {
  for (const [rows, inner, columns] of [
    [32, 50, 20],
    [3, 2, 4],
    [1, 200, 40],
  ] as const) {
    const a = random([rows, inner]);
    const b = random([inner, columns]);
    await expectSame(() =>
      tf.matMul(
        tf.tensor(a, first ? [inner, rows] : [rows, inner]),
        tf.tensor(b, second ? [columns, inner] : [inner, columns]),
        first,
        second,
      ),
    );
  }
});

test('products of a batch of matrices', async () => {
  const [a, b] = [random([3, 20, 30]), random([3, 25, 30])];
  await expectSame(() => tf.matMul(tf.tensor(a, [3, 20, 30]), tf.tensor(b, [3, 25, 30]), false, true));
  await expectSame(() =>
    tf.matMul(tf.tensor(a.slice(0, 600), [1, 20, 30]), tf.tensor(b.slice(0, 750), [1, 25, 30]), false, true),
  );
});

test.each([
  { pad: 'valid', strides: 1 },
  { pad: 'same', strides: 1 },
  { pad: 'same', strides: 2 },
  { pad: 'valid', strides: [2, 3] },
] as const)('gradients of a convolution, %o', async ({ pad, strides }) => {
  for (const [size, kernel, channels] of [
    [9, 3, 2],
    [5, 5, 1],
    [7, 2, 40],
    [4, 1, 3],
  ] as const) {
    const x = random([2, size, size, channels]);
    const w = random([kernel, kernel, channels, 4]);
    const steps: number | [number, number] = typeof strides === 'number' ? strides : [strides[0], strides[1]];
    await expectSame(() =>
      tf.grads((image, filter) => tf.sum(tf.square(tf.conv2d(image as tf.Tensor4D, filter as tf.Tensor4D, steps, pad))))([
        tf.tensor(x, [2, size, size, channels]),
        tf.tensor(w, [kernel, kernel, channels, 4]),
      ]),
    );
  }
});

test.each([
  { pad: 'valid', strides: 1, multiplier: 1 },
  { pad: 'same', strides: 2, multiplier: 2 },
  { pad: 'same', strides: 1, multiplier: 3 },
] as const)('gradients of a depthwise convolution, %o', async ({ pad, strides, multiplier }) => {
  const [x, w] = [random([2, 8, 7, 3]), random([3, 2, 3, multiplier])];
  await expectSame(() =>
    tf.grads((image, filter) => tf.sum(tf.square(tf.depthwiseConv2d(image as tf.Tensor4D, filter as tf.Tensor4D, strides, pad))))(
      [tf.tensor(x, [2, 8, 7, 3]), tf.tensor(w, [3, 2, 3, multiplier])],
    ),
  );
});

test.each([
  [2, 2, 'valid'],
  [3, 2, 'same'],
  [3, 1, 'same'],
] as const)('gradient of max pooling %s, strides %s, %s', async (size, strides, pad) => {
  const x = random([2, 7, 6, 3]);
  const shape: [number, number, number, number] = [2, 7, 6, 3];
  await expectSame(() =>
    tf.grad((image) => tf.sum(tf.square(tf.maxPool(image as tf.Tensor4D, size, strides, pad))))(tf.tensor(x, shape)),
  );
  // Windows without a positive value have a gradient too.
  await expectSame(() =>
    tf.grad((image) => tf.sum(tf.maxPool(image as tf.Tensor4D, size, strides, pad)))(
      tf.tensor(
        x.map((one) => one - 10),
        shape,
      ),
    ),
  );
});

test('slices and unstacking, on any axis', async () => {
  const x = random([3, 4, 5, 2]);
  const tensor = (): tf.Tensor => tf.tensor(x, [3, 4, 5, 2]);
  await expectSame(() => [
    tf.slice(tensor(), [1, 0, 0, 0], [2, 4, 5, 2]),
    tf.slice(tensor(), [0, 1, 2, 1], [3, 2, 3, 1]),
    tf.slice(tensor(), [0, 0, 0, 0], [3, 4, 5, 2]),
    tf.slice(tensor(), [0, 1], [-1, 2]),
    tf.slice(tensor(), 1),
    tf.slice(tf.tensor([5, 6, 7, 8], [4], 'int32'), 1, 2),
    ...tf.unstack(tensor(), 0),
    ...tf.unstack(tensor(), 2),
    ...tf.unstack(tensor(), -1),
  ]);
});

test('sums over leading, inner and all axes', async () => {
  const x = random([6, 3, 5]);
  const tensor = (): tf.Tensor => tf.tensor(x, [6, 3, 5]);
  await expectSame(() => [
    tf.sum(tensor(), 0),
    tf.sum(tensor(), [1, 0]),
    tf.sum(tensor(), [0, 1], true),
    tf.sum(tensor(), 2),
    tf.sum(tensor(), [0, 2]),
    tf.sum(tensor()),
    tf.sum(tf.tensor([1, 2, 3, 4], [2, 2], 'int32'), 0),
  ]);
});

test('segments are summed by their id', async () => {
  const x = random([6, 3]);
  await expectSame(() => tf.unsortedSegmentSum(tf.tensor(x, [6, 3]), tf.tensor1d([0, 2, 2, 4, 0, 1], 'int32'), 5));
});

test('a clone outlives what it was made of', async () => {
  await engine();
  await tf.setBackend('wasm');
  const original = tf.tensor1d([1, 2, 3]);
  const clone = original.clone();
  original.dispose();
  // Would take the place of data that were freed too early.
  const other = tf.tensor1d([7, 8, 9]);
  expect([...clone.dataSync()]).toEqual([1, 2, 3]);
  tf.dispose([clone, other]);
});
