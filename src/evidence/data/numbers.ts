/** Rows of numbers as the program hands them to its model, with the names of their columns. */
import type { Derivation } from '../../facts/derivation';
import type { PreparationStep } from '../../experiment/experiment';
import type { Follow } from '../../plan/own/evaluate';
import { asArray, refused, rowsOf, widthOf, type Derived, type Refusal } from '../../plan/own/value';

export interface Rows {
  readonly kind: 'rows';
  readonly rows: number;
  readonly width: number;
  /** Row after row. */
  readonly data: Float64Array;
  readonly names: readonly string[];
  readonly shape: readonly number[];
  readonly derived: Derived;
  /** Columns whose own deviation or spread, by which they are divided, is 0. */
  readonly dividedByZero: readonly number[];
}

/** Wider samples (pictures) have no columns that anybody knows by name. */
export const MOST_COLUMNS = 2000;

/** @param follow gives the file's numbers after the program's selections; the steps that are left are done here. */
export function rowsAfter(derivation: Derivation, follow: Follow): Rows | Refusal {
  const derived = follow(derivation);
  if (derived.kind === 'refused') return derived;
  if (derived.pending !== undefined) return refused('something is taken off that is not followed');
  const array = asArray(derived.value);
  if (array.kind === 'text') return refused(`its column "${array.label}" holds text, and nothing turns it into numbers`);
  const rows = rowsOf(derived.value);
  const width = widthOf(derived.value);
  if (rows === 0 || width === 0) return refused('nothing of it is left');
  const data = Float64Array.from(array.data);
  const bare = dividesBare(derivation);
  const dividedByZero = new Set<number>();
  for (const step of derived.steps) for (const column of apply(step, data, width, bare)) dividedByZero.add(column);
  return {
    kind: 'rows',
    rows,
    width,
    data,
    names: namesOf(derivation, width, follow),
    shape: array.shape.slice(1),
    derived,
    dividedByZero: [...dividedByZero],
  };
}

/** Does a step in place. Gives the columns that were divided by 0. */
function apply(step: PreparationStep, data: Float64Array, width: number, bare: boolean): readonly number[] {
  switch (step.kind) {
    case 'scale':
      for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? NaN) * step.factor + step.shift;
      return [];
    case 'log1p':
      for (let i = 0; i < data.length; i++) data[i] = Math.log1p(data[i] ?? NaN);
      return [];
    case 'cast':
      return [];
    case 'fill':
      return eachColumn(data, width, ({ mean }) => ({ offset: 0, divisor: 1, fill: mean }));
    case 'standardize':
      return eachColumn(data, width, ({ mean, deviation }) => ({
        offset: mean,
        divisor: deviation === 0 && !bare ? 1 : deviation,
      }));
    case 'minmax':
      return eachColumn(data, width, ({ low, high }) => ({ offset: low, divisor: high === low && !bare ? 1 : high - low }));
  }
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

function eachColumn(
  data: Float64Array,
  width: number,
  change: (moments: Moments) => { readonly offset: number; readonly divisor: number; readonly fill?: number },
): readonly number[] {
  const zero: number[] = [];
  for (let column = 0; column < width; column++) {
    const { offset, divisor, fill } = change(momentsOf(data, column, width));
    if (divisor === 0) zero.push(column);
    for (let i = column; i < data.length; i += width) {
      const value = data[i] ?? NaN;
      data[i] = fill !== undefined && Number.isNaN(value) ? fill : (value - offset) / divisor;
    }
  }
  return zero;
}

/** Of the numbers that are there: pandas leaves the missing ones out. */
export function momentsOf(data: Float64Array, column: number, width: number): Moments {
  let [sum, count, low, high] = [0, 0, Infinity, -Infinity];
  for (let i = column; i < data.length; i += width) {
    const value = data[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = column; i < data.length; i += width) {
    const value = data[i] ?? NaN;
    if (Number.isFinite(value)) squares += (value - mean) ** 2;
  }
  // A column of one value has a deviation of exactly 0, whatever is lost in its mean.
  return { mean, deviation: low === high ? 0 : Math.sqrt(squares / count), low, high };
}

/** The program divides by a deviation or a spread as it is: scalers of scikit-learn divide by 1 where it is 0, and `+ 1e-8` is written for that. */
function dividesBare(derivation: Derivation): boolean {
  const seen = new Set([derivation]);
  for (const one of seen) {
    const [, divisor] = one.arguments;
    if (one.kind === 'operator' && one.name === '/' && divisor?.kind === 'data' && isSpread(divisor.data)) return true;
    for (const arg of [...one.arguments, ...Object.values(one.keywords)]) if (arg.kind === 'data') seen.add(arg.data);
  }
  return false;
}

const isSpread = ({ kind, name }: Derivation): boolean =>
  /(?:^|\.)(?:std|ptp)$/.test(name) || (kind === 'operator' && name === '-');

/** The labels of the columns: those of the last table of the same width on the way. */
function namesOf(derivation: Derivation, width: number, follow: Follow): readonly string[] {
  let at: Derivation | undefined = derivation;
  while (at !== undefined) {
    const here = follow(at);
    if (here.kind === 'refused' || widthOf(here.value) !== width) break;
    if (here.value.kind === 'table') return here.value.columns.map(({ label }) => label);
    const first: Derivation['arguments'][number] | undefined = at.arguments[0];
    at = first?.kind === 'data' ? first.data : undefined;
  }
  return Array.from({ length: Math.min(width, MOST_COLUMNS) }, (_, i) => String(i));
}
