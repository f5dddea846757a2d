import { expect, test } from 'vitest';
import type { Task } from '../../src/experiment/data';
import type { DataSpec } from '../../src/experiment/data-spec';
import { soundUpdate, type Arm, type PreparationStep } from '../../src/experiment/experiment';
import { prepare } from '../../src/experiment/prepare';

/** One input of two columns after the steps. */
function after(steps: readonly PreparationStep[], numbers: readonly number[]): readonly number[] {
  const part = {
    count: numbers.length / 2,
    inputs: [{ shape: [numbers.length / 2, 2], data: Float64Array.from(numbers) }],
    targets: [],
  };
  const data: DataSpec = {
    inputs: [{ kind: 'features', shape: [2], values: { kind: 'affine', scale: 1, offset: 0 }, dtype: 'float32' }],
    targets: [],
    samples: part.count,
    heldOut: part.count,
    teacher: 'linear',
    order: 'shuffled',
  };
  const task: Task = { data, training: part, heldOut: part };
  const arm: Arm = {
    role: 'asWritten',
    title: 'Your code',
    model: { nodes: [], inputs: [], outputs: [] },
    heads: [],
    optimizer: { class: 'SGD', config: {} },
    inputs: [{ steps }],
    targets: [],
    fit: { epochs: 1, batchSize: 1, shuffle: true },
    update: soundUpdate,
  };
  return [...(prepare(task, arm, 1).training.inputs[0]?.data ?? [])];
}

test('whole numbers wrap around at the ends of their type', () => {
  expect(
    after(
      [
        { kind: 'scale', factor: 1, shift: -128 },
        { kind: 'cast', dtype: 'uint8' },
      ],
      [100, 200, 0, 128],
    ),
  ).toEqual([228, 72, 128, 0]);
  expect(after([{ kind: 'cast', dtype: 'int8' }], [127, 128, -129, 1.9])).toEqual([127, -128, 127, 1]);
  expect(after([{ kind: 'cast', dtype: 'uint16' }], [-1, 65536, 3, 4])).toEqual([65535, 0, 3, 4]);
  expect(after([{ kind: 'cast', dtype: 'int16' }], [32768, 1, 2, -40000])).toEqual([-32768, 1, 2, 25536]);
});

test('missing values become the mean of what their column has', () => {
  expect(after([{ kind: 'fill' }], [1, 10, NaN, 20, 3, NaN])).toEqual([1, 10, 2, 20, 3, 15]);
});
