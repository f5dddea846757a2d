import { expect, test } from 'vitest';
import { deviation, median, rankSum, rankSumTail, signedRankLow } from '../../src/experiment/statistics';

test('rank-sum tails are exact', () => {
  expect(rankSumTail(25, 5, 5)).toBeCloseTo(1 / 252, 12);
  expect(rankSumTail(24, 5, 5)).toBeCloseTo(2 / 252, 12);
  expect(rankSumTail(23, 5, 5)).toBeCloseTo(4 / 252, 12);
  expect(rankSumTail(100, 10, 10)).toBeCloseTo(1 / 184756, 12);
  expect(rankSumTail(0, 4, 6)).toBe(1);
  // By enumeration: 3 of 7 in all 35 ways.
  const us: number[] = [];
  for (let i = 0; i < 7; i++)
    for (let j = i + 1; j < 7; j++)
      for (let k = j + 1; k < 7; k++) {
        const first = [i, j, k];
        us.push(
          rankSum(
            first,
            [0, 1, 2, 3, 4, 5, 6].filter((x) => !first.includes(x)),
          ),
        );
      }
  for (let u = 0; u <= 12; u++) expect(rankSumTail(u, 3, 4)).toBeCloseTo(us.filter((x) => x >= u).length / 35, 12);
});

test('signed ranks are exact', () => {
  expect(signedRankLow([-1, -2, -3, -4, -5])).toBe(1 / 32);
  // One sum of at most 1 more: the smallest difference is above.
  expect(signedRankLow([1, -2, -3, -4, -5])).toBe(2 / 32);
  // The published table: a sum of 10 has 5% for 10 pairs (0.0420), of 11 more.
  expect(signedRankLow([10, -1, -2, -3, -4, -5, -6, -7, -8, -9])).toBeCloseTo(43 / 1024, 12);
  expect(signedRankLow([1, 2, 3])).toBe(1);
  expect(signedRankLow([0, 0])).toBe(1);
  // Equal sizes share ranks: of the four choices of signs three give at most one of the two ranks of 1.5.
  expect(signedRankLow([1, -1])).toBe(3 / 4);
  // Forty pairs are as good as ten: of 2^40 choices one has everything below.
  expect(signedRankLow(Array.from({ length: 40 }, (_, i) => -1 - i))).toBe(1 / 2 ** 40);
  expect(signedRankLow(Array.from({ length: 40 }, () => 1))).toBe(1);
});

test('medians and deviations', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(deviation([1, 3])).toBeCloseTo(Math.SQRT2, 12);
});
