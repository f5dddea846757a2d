import { expect, test } from 'vitest';
import { score } from '../../src/experiment/metrics';

const ids = Int32Array.of(0, 1, 2);
const truth = { kind: 'classes', classes: 3, positions: 1, ids } as const;

test('where labels count from 1, the unit of class 0 is the second', () => {
  const values = [0, 9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 9];
  const predicted = { values, units: 4 };
  expect(score('accuracy', predicted, truth, [1, 2, 3], { kind: 'argmax', first: 1 }).metric).toBe(1);
  expect(score('accuracy', predicted, truth, [1, 2, 3], { kind: 'argmax' }).metric).toBe(0);
});

test('classes that are answered with a number are scored against the numbers that were trained on', () => {
  const { metric, chance } = score('r2', { values: [1, 2, 3], units: 1 }, truth, [1, 2, 3], { kind: 'threshold', at: 0.5 });
  expect([metric, chance]).toEqual([1, 0]);
});
