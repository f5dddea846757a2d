/** Arrays whose values are written in the program: everything about them can be computed. */
import type { Place } from '../../text/place';
import type { LabelKind, Range } from '../../facts/data';
import { known, unknown } from '../../facts/fact';
import { looseItems } from '../python/collections';
import type { DataState } from './data-state';
import type { Machine } from '../python/machine';
import { asNumber, type Value } from '../python/value';

export interface Literal {
  readonly numbers: readonly number[];
  readonly dims: readonly number[];
  /** One of the numbers is written as a float. */
  readonly float: boolean;
  readonly truths: boolean;
}

/** The numbers of nested lists (of equal rows each once); undefined where one is not a number or the lists are ragged. */
export function readLiteral(m: Machine, items: readonly Value[]): Literal | undefined {
  const numbers: number[] = [];
  const dims: number[] = [];
  let float = false;
  let truths = true;
  const visit = (values: readonly Value[], depth: number): boolean => {
    dims[depth] ??= values.length;
    if (dims[depth] !== values.length || depth > 8) return false;
    return values.every((value) => {
      const inner = looseItems(m, value);
      if (inner) return visit(inner, depth + 1);
      const number = asNumber(value);
      if (number === undefined || dims.length > depth + 1) return false;
      numbers.push(number);
      float ||= value.kind === 'const' && value.float;
      truths &&= value.kind === 'const' && typeof value.value === 'boolean';
      return true;
    });
  };
  // `[[0] * 128] * 10000` is one row many times: reading it once tells as much.
  const rows = items.length > 200 && looseItems(m, items[0]) ? [...new Set(items)] : items;
  if (!visit(rows, 0) || numbers.length === 0) return undefined;
  return { numbers, dims: dims.with(0, items.length), float, truths };
}

type LiteralFacts = Pick<DataState, 'shape' | 'dtype' | 'range' | 'featureSpread' | 'labelKind' | 'order' | 'shares'>;

/** All that can be said of these numbers. */
export function describeLiteral(literal: Literal, dtype: string | undefined, place: Place): LiteralFacts {
  const { numbers, dims, float, truths } = literal;
  const kind = literalKind(numbers, dims, dtype === undefined ? float : dtype.startsWith('float'));
  return {
    shape: known(dims, place),
    dtype: known(dtype ?? (float ? 'float64' : truths ? 'bool' : 'int64'), place, 'library'),
    range: known(extremes(numbers), place),
    featureSpread: known(spread(numbers, dims), place),
    labelKind: kind ? known(kind, place) : unknown('dynamic', place, 'numbers that may be classes or quantities'),
    shares: kind && sharesOf(kind, numbers, dims),
    order: known(dims.length === 1 && ordered(numbers) ? 'class-ordered' : 'as-loaded', place),
  };
}

/** How the samples are divided among the classes. */
function sharesOf(kind: LabelKind, numbers: readonly number[], dims: readonly number[]): readonly number[] | undefined {
  const width = dims.length === 1 ? 1 : (dims.at(-1) ?? 1);
  const rows = numbers.length / width;
  if (kind.kind === 'one-hot') return columnSums(numbers, width, (number) => number / rows);
  if (kind.kind === 'continuous' || width !== 1) return undefined;
  const distinct = [...new Set(numbers)].toSorted((a, b) => a - b);
  return distinct.map((one) => numbers.filter((number) => number === one).length / rows);
}

export function extremes(numbers: readonly number[]): Range {
  let [min, max] = [Infinity, -Infinity];
  for (const number of numbers) {
    if (number < min) min = number;
    if (number > max) max = number;
  }
  return { min, max };
}

/** Whether the numbers go up (or down) in equal steps along the longest axis, each column in its own; two numbers always would. */
export function inEqualSteps({ numbers, dims }: Literal): boolean {
  const [rows = 0, columns = 1] = dims;
  if (dims.length > 2 || numbers.length !== rows * columns || Math.max(rows, columns) < 3) return false;
  const [length, across, stride] = rows >= columns ? [rows, columns, columns] : [columns, rows, 1];
  const start = (column: number): number => (rows >= columns ? column : column * columns);
  const line = (column: number): boolean => {
    const at = (i: number): number => numbers[start(column) + i * stride] ?? 0;
    const step = at(1) - at(0);
    return Array.from({ length }, (_, i) => Math.abs(at(i) - at(0) - step * i)).every((off) => off <= Math.abs(step) * 1e-6);
  };
  return Array.from({ length: across }, (_, column) => column).every(line);
}

/** Equal values follow each other: labels, class after class. */
export function ordered(numbers: readonly number[]): boolean {
  const distinct = new Set(numbers);
  return (
    distinct.size > 1 &&
    distinct.size < numbers.length &&
    numbers.every((number, i) => i === 0 || number >= (numbers[i - 1] ?? number))
  );
}

/** Ratio of the largest to the smallest standard deviation of a column; constant columns (a bias of ones) say nothing. */
function spread(numbers: readonly number[], dims: readonly number[]): number {
  const width = dims.length === 2 ? (dims[1] ?? 1) : 1;
  if (width < 2) return 1;
  const rows = numbers.length / width;
  const means = columnSums(numbers, width, (number) => number / rows);
  const deviations = columnSums(numbers, width, (number, column) => (number - (means[column] ?? 0)) ** 2 / rows)
    .map(Math.sqrt)
    .filter((deviation, column) => deviation > Math.abs(means[column] ?? 0) * 1e-12);
  return deviations.length === 0 ? 1 : Math.max(...deviations) / Math.min(...deviations);
}

function columnSums(numbers: readonly number[], width: number, term: (number: number, column: number) => number): number[] {
  const sums = Array.from({ length: width }, () => 0);
  numbers.forEach((number, i) => {
    sums[i % width] = (sums[i % width] ?? 0) + term(number, i % width);
  });
  return sums;
}

/** Undefined where the numbers could be either classes or quantities. */
export function literalKind(numbers: readonly number[], dims: readonly number[], float: boolean): LabelKind | undefined {
  const distinct = new Set(numbers);
  const width = dims.at(-1) ?? 1;
  const bits = [...distinct].every((one) => one === 0 || one === 1);
  if (dims.length === 2 && width > 1 && bits) {
    const rows = Array.from({ length: numbers.length / width }, (_, i) => numbers.slice(i * width, (i + 1) * width));
    if (rows.every((row) => row.reduce((a, b) => a + b, 0) === 1)) return { kind: 'one-hot', classes: width };
  }
  if (bits) return { kind: 'binary', encoding: float ? 'float' : 'integer' };
  if ([...distinct].every((one) => one === -1 || one === 1)) return { kind: 'binary', encoding: 'minus-one-one' };
  const { min, max } = extremes(numbers);
  const consecutive = distinct.size === max - min + 1;
  // 0, 1, 2 once each: three classes or three quantities. Classes begin at 0 or 1.
  if (
    numbers.every(Number.isInteger) &&
    distinct.size === numbers.length &&
    consecutive &&
    !float &&
    distinct.size <= 10 &&
    (min === 0 || min === 1)
  )
    return undefined;
  if (numbers.every(Number.isInteger) && distinct.size <= 20 && distinct.size < numbers.length) {
    return !float && consecutive ? { kind: 'class-ids', classes: distinct.size, first: min } : undefined;
  }
  return { kind: 'continuous' };
}
