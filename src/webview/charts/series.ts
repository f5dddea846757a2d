/** Curves of several runs made into one: the middle run, and how far the runs lie apart. Pure. */
import type { Curve } from '../../protocol/panel';

/** One arm over steps. */
export interface Series {
  readonly key: string;
  /** `Your code`. */
  readonly label: string;
  readonly points: readonly Point[];
  readonly runs: number;
  /** Where more than half of the runs were no longer numbers. */
  readonly nanFrom: number | undefined;
}

export interface Point {
  readonly x: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export type Measure = 'loss' | 'metric';

/** Points a chart of this size can show; more only cost time. */
export const MOST_POINTS = 240;

/** Median, lowest and highest over the runs at each step; ends where most runs are NaN. */
export function seriesOf(key: string, label: string, curves: readonly Curve[], measure: Measure): Series {
  const columns = new Map<number, number[]>();
  const missing = new Map<number, number>();
  for (const curve of curves) {
    const steps = measure === 'loss' ? curve.step : curve.metricStep;
    const values = measure === 'loss' ? curve.loss : curve.metric;
    steps.forEach((x, i) => {
      const value = values[i] ?? null;
      if (value === null) missing.set(x, (missing.get(x) ?? 0) + 1);
      const column = columns.get(x) ?? [];
      if (value !== null) column.push(value);
      columns.set(x, column);
    });
  }
  const points: Point[] = [];
  let nanFrom: number | undefined;
  for (const x of [...columns.keys()].sort((a, b) => a - b)) {
    const values = columns.get(x) ?? [];
    if ((missing.get(x) ?? 0) > values.length) {
      nanFrom = x;
      break;
    }
    if (values.length > 0) points.push({ x, median: median(values), low: Math.min(...values), high: Math.max(...values) });
  }
  return { key, label, points: thin(points, MOST_POINTS), runs: curves.length, nanFrom };
}

/** At most `most` points: of each bucket one that keeps its lowest low and highest high, so that no peak is lost. The last point stays. */
export function thin(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const size = points.length / (most - 1);
  const thinned: Point[] = [];
  for (let i = 0; i < most - 1; i++) {
    const bucket = points.slice(Math.floor(i * size), Math.max(Math.floor(i * size) + 1, Math.floor((i + 1) * size)));
    const first = bucket[0];
    if (first === undefined) continue;
    thinned.push({
      x: first.x,
      median: median(bucket.map((point) => point.median)),
      low: Math.min(...bucket.map((point) => point.low)),
      high: Math.max(...bucket.map((point) => point.high)),
    });
  }
  const last = points.at(-1);
  if (last !== undefined) thinned.push(last);
  return thinned;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Median of what is known; null when nothing is. */
export function medianOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

/** Lowest and highest over all series, or nothing. */
export function extent(series: readonly Series[]): readonly [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const { points } of series)
    for (const point of points) {
      low = Math.min(low, point.low);
      high = Math.max(high, point.high);
    }
  return low <= high ? [low, high] : undefined;
}

/** A logarithmic axis serves where all is positive and spans more than a factor of 30: else the small curve lies on the axis. */
export const wantsLog = (series: readonly Series[]): boolean => {
  const range = extent(series);
  return range !== undefined && range[0] > 0 && range[1] / range[0] > 30;
};
