import { expect, test } from 'vitest';
import type { Fit } from '../../src/experiment/experiment';
import { epochOrder } from '../../src/experiment/order';
import { stream } from '../../src/experiment/random';

const first = Int32Array.from({ length: 20 }, (_, i) => i);
const order = (shuffle: Fit['shuffle'], batchSize = 5): readonly number[] => [
  ...epochOrder({ epochs: 1, batchSize, shuffle }, first, stream(1, 'test')),
];
const sorted = (items: readonly number[]): readonly number[] => items.toSorted((a, b) => a - b);

test('each sample is handed out once, whatever is shuffled', () => {
  for (const shuffle of [true, false, { of: 'samples', buffer: 3 }, { of: 'batches', buffer: 2 }] as const)
    for (const batchSize of [1, 5, 7, 20]) expect(sorted(order(shuffle, batchSize))).toEqual([...first]);
});

test('a buffer lets nothing come earlier than its size allows, and one of everything is a full shuffle', () => {
  order({ of: 'samples', buffer: 4 }).forEach((sample, position) => expect(sample).toBeLessThan(position + 4));
  expect(order({ of: 'samples', buffer: 1 })).toEqual([...first]);
  expect(order({ of: 'samples', buffer: 1000 })).not.toEqual([...first]);
});

test('where batches change places, their samples stay together in order', () => {
  const handed = order({ of: 'batches', buffer: 4 });
  const heads = [0, 5, 10, 15].map((at) => handed[at] ?? -1);
  expect(sorted(heads)).toEqual([0, 5, 10, 15]);
  heads.forEach((head, i) => expect(handed.slice(i * 5, i * 5 + 5)).toEqual([0, 1, 2, 3, 4].map((k) => head + k)));
});
