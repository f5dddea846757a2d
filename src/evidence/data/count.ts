/** Counts what stands in rows of numbers. */
import type { Contents, Counted, Leak, Outlier } from '../../facts/contents';
import { MOST_COLUMNS, type Rows } from './numbers';

/** More different values than this are quantities, or names. */
const FEW_VALUES = 100;
/** So many times the distance from the middle to where 98 of 100 lie is far: of a normal distribution, none in a lifetime. */
const FAR = 12;
/** With fewer rows, an end of the column is no outlier. */
const ENOUGH_ROWS = 30;

export function contentsOf(rows: Rows, file: string, labels: Rows | undefined): Contents {
  const columns = rows.width > MOST_COLUMNS ? [] : Array.from({ length: rows.width }, (_, c) => columnOf(rows, c));
  const named = (count: (column: Column, at: number) => number): readonly Counted[] =>
    columns.flatMap((column, c) => {
      const found = count(column, c);
      return found > 0 ? [{ column: rows.names[c] ?? String(c), count: found }] : [];
    });
  const divided = rows.dividedByZero.map((c) => ({ column: rows.names[c] ?? String(c), count: rows.rows }));
  const zero = new Set(rows.dividedByZero);
  const single = rows.width === 1 ? columns[0] : undefined;
  return {
    file,
    rows: rows.rows,
    width: rows.width,
    missing: named(({ missing }, c) => (zero.has(c) ? 0 : missing)),
    infinite: named(({ infinite }) => infinite),
    constant: named(({ low, high, present }) => (present === rows.rows && low === high ? present : 0)),
    dividedByZero: divided,
    outliers: rows.rows < ENOUGH_ROWS ? [] : columns.flatMap((column, c) => outlierOf(column, rows.names[c] ?? String(c))),
    leaks: labels ? leaksOf(rows, columns, labels) : [],
    median: medianOf(rows.data),
    ...(single && spreadOf(single)),
    values: valuesOf(rows.data),
    runs: single && runsOf(rows.data),
  };
}

interface Column {
  readonly missing: number;
  readonly infinite: number;
  readonly present: number;
  readonly low: number;
  readonly high: number;
  /** The finite numbers, by size. */
  readonly sorted: Float64Array;
  readonly values: Float64Array;
}

function columnOf({ data, width, rows }: Rows, column: number): Column {
  const values = new Float64Array(rows);
  let [missing, infinite] = [0, 0];
  for (let i = 0; i < rows; i++) {
    const value = data[i * width + column] ?? NaN;
    values[i] = value;
    if (Number.isNaN(value)) missing++;
    else if (!Number.isFinite(value)) infinite++;
  }
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  return { missing, infinite, present: sorted.length, low: sorted[0] ?? NaN, high: sorted.at(-1) ?? NaN, sorted, values };
}

const quantile = (sorted: Float64Array, share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;

function outlierOf({ sorted, low, high }: Column, column: string): readonly Outlier[] {
  const [from, middle, to] = [quantile(sorted, 0.02), quantile(sorted, 0.5), quantile(sorted, 0.98)];
  const size = Math.max(to - middle, middle - from);
  if (!(size > 0)) return [];
  const far = (value: number): boolean => Math.abs(value - middle) > FAR * size;
  const [worst] = [low, high].filter(far).toSorted((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
  return worst === undefined ? [] : [{ column, value: worst, low: from, high: to }];
}

function medianOf(data: Float64Array): number {
  // Of very many numbers every few are enough.
  const step = Math.max(1, Math.floor(data.length / 100_000));
  const some = step === 1 ? data : data.filter((_, i) => i % step === 0);
  return quantile(some.filter((value) => Number.isFinite(value)).sort(), 0.5);
}

function spreadOf({ sorted }: Column): Pick<Contents, 'mean' | 'variance' | 'deviation'> {
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const middle = quantile(sorted, 0.5);
  return {
    mean,
    variance: sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length,
    deviation: sorted.reduce((sum, value) => sum + Math.abs(value - middle), 0) / sorted.length,
  };
}

function valuesOf(data: Float64Array): readonly number[] | undefined {
  const values = new Set<number>();
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    values.add(value);
    if (values.size > FEW_VALUES) return undefined;
  }
  return [...values].sort((a, b) => a - b);
}

/** The rows of each value where they stand together. */
function runsOf(data: Float64Array): Contents['runs'] {
  const runs: { value: number; rows: number }[] = [];
  for (const value of data) {
    const last = runs.at(-1);
    if (last?.value === value) last.rows++;
    else if (runs.length >= FEW_VALUES || runs.some((run) => run.value === value)) return undefined;
    else runs.push({ value, rows: 1 });
  }
  return runs.length > 1 ? runs : undefined;
}

/** A number that follows the label so closely is the label. */
const SAME_LINE = 0.99995;

function leaksOf(rows: Rows, columns: readonly Column[], labels: Rows): readonly Leak[] {
  const together = rows.rows === labels.rows && rows.derived.shuffles.join() === labels.derived.shuffles.join();
  // A single feature on a line with its label is a lesson about straight lines.
  if (!together || labels.width !== 1 || rows.width < 2 || rows.rows < ENOUGH_ROWS) return [];
  const label = columnOf(labels, 0);
  const classes = valuesOf(labels.data);
  return columns.flatMap(({ values, low, high }, c): readonly Leak[] => {
    const column = rows.names[c] ?? String(c);
    if (low === high || label.low === label.high) return [];
    if (values.every((value, i) => value === label.values[i])) return [{ column, how: 'equal' }];
    if (classes && classes.length <= 20) return oneToOne(values, label.values) ? [{ column, how: 'classes' }] : [];
    return Math.abs(correlation(values, label.values)) > SAME_LINE ? [{ column, how: 'scaled' }] : [];
  });
}

function oneToOne(values: Float64Array, labels: Float64Array): boolean {
  const [to, back] = [new Map<number, number>(), new Map<number, number>()];
  return values.every((value, i) => {
    const label = labels[i] ?? NaN;
    if (!to.has(value)) to.set(value, label);
    if (!back.has(label)) back.set(label, value);
    return to.get(value) === label && back.get(label) === value;
  });
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(a), mean(b)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [dx, dy] = [(a[i] ?? NaN) - x, (b[i] ?? NaN) - y];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}
