/** Exact small-sample statistics. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample deviation (n - 1). */
export function deviation(values: readonly number[]): number {
  const m = mean(values);
  return values.length < 2
    ? 0
    : Math.sqrt(values.reduce((sum, value) => sum + (value - m) * (value - m), 0) / (values.length - 1));
}

/** Mann-Whitney's U of `a` over `b`: pairs in which a is the larger, ties half. */
export function rankSum(a: readonly number[], b: readonly number[]): number {
  let u = 0;
  for (const x of a) for (const y of b) u += x > y ? 1 : x === y ? 0.5 : 0;
  return u;
}

/** Arrangements of n and m without ties by their U, counted once for each n and m. */
const arrangements = new Map<string, readonly number[]>();

function countsOf(n: number, m: number): readonly number[] {
  const key = `${n} ${m}`;
  const known = arrangements.get(key);
  if (known !== undefined) return known;
  // ways[i][s]: arrangements of i of the first group among those seen so far with U = s.
  let ways: number[][] = Array.from({ length: n + 1 }, (_, i) => (i === 0 ? [1] : []));
  for (let j = 1; j <= m; j++) {
    const next: number[][] = [[1]];
    for (let i = 1; i <= n; i++) {
      const row = Array.from({ length: i * j + 1 }, () => 0);
      // The largest of all is from the first group (beats all j of the second) or from the second.
      (next[i - 1] ?? []).forEach((count, s) => (row[s + j] = (row[s + j] ?? 0) + count));
      (j === 1 ? [1] : (ways[i] ?? [])).forEach((count, s) => (row[s] = (row[s] ?? 0) + count));
      next.push(row);
    }
    ways = next;
  }
  const counts = ways[n] ?? [1];
  arrangements.set(key, counts);
  return counts;
}

/**
 * Chance of a U at least this large if both groups came from one distribution: exact without ties. With ties it is conservative, because half
 * pairs are rounded down.
 */
export function rankSumTail(u: number, n: number, m: number): number {
  const counts = countsOf(n, m);
  const all = counts.reduce((sum, count) => sum + count, 0);
  let tail = 0;
  for (let s = Math.max(0, Math.floor(u)); s <= n * m; s++) tail += counts[s] ?? 0;
  return tail / all;
}

/**
 * Chance of paired differences lying as low as these if they were as often above 0 as below, Wilcoxon's signed ranks, exact: every choice of signs
 * is counted, sum by sum. Differences of 0 are left out; equal ones share their ranks. 1 where nothing is left. For at most fifty pairs.
 */
export function signedRankLow(differences: readonly number[]): number {
  const left = differences.filter((d) => d !== 0).toSorted((a, b) => Math.abs(a) - Math.abs(b));
  if (left.length === 0) return 1;
  const ranks = left.map((d) => {
    const equal = left.flatMap((other, i) => (Math.abs(other) === Math.abs(d) ? [i + 1] : []));
    return mean(equal);
  });
  // Ranks that are shared are halves, so they are counted in halves.
  const halves = ranks.map((rank) => Math.round(2 * rank));
  const above = halves.reduce((sum, rank, i) => ((left[i] ?? 0) > 0 ? sum + rank : sum), 0);
  /** How many choices of signs give each sum of what lies above. */
  let ways = [1];
  for (const rank of halves)
    ways = Array.from({ length: ways.length + rank }, (_, sum) => (ways[sum] ?? 0) + (ways[sum - rank] ?? 0));
  const low = ways.slice(0, above + 1).reduce((sum, count) => sum + count, 0);
  return low / 2 ** left.length;
}
