/** Arithmetic on a file's numbers: with numbers, with their own statistics, and comparisons. */
import { affineOf } from '../../facts/affine';
import type { Derivation, DerivedArgument } from '../../facts/derivation';
import { argumentAt, isNothing, numberOf } from './arguments';
import type { Follow } from './evaluate';
import { asArray, onlyColumn, refused, widthOf, type Derived, type NdArray, type Refusal } from './value';

const notFollowed = (name: string): Refusal => refused(`the operator ${name} is not followed with the numbers of a file`);

export function operated(derivation: Derivation, follow: Follow): Derived | Refusal {
  const {
    name,
    arguments: [left, right],
  } = derivation;
  if (left?.kind === 'data' && right !== undefined) {
    const base = follow(left.data);
    if (base.kind === 'refused') return base;
    if (/^(?:[<>]=?|[=!]=)$/.test(name)) return compared(base, name, right);
    const number = numberOf(right);
    if (number !== undefined) return withNumber(base, name, number, true);
    return right.kind === 'data' ? withStatistic(base, name, right.data, follow) : notFollowed(name);
  }
  const number = numberOf(left);
  if (number === undefined || right?.kind !== 'data') return notFollowed(name);
  const base = follow(right.data);
  return base.kind === 'refused' ? base : withNumber(base, name, number, false);
}

function withNumber(base: Derived, name: string, number: number, dataFirst: boolean): Derived | Refusal {
  const affine = affineOf(name, number, dataFirst);
  const array = asArray(base.value);
  if (array.kind === 'text') return refused(`its column "${array.label}" holds text`);
  if (!affine || base.pending !== undefined || base.oneHot !== undefined) return notFollowed(name);
  return scaled(base, affine.factor, affine.shift);
}

const scaled = (base: Derived, factor: number, shift: number): Derived => ({
  ...base,
  steps: [...base.steps, { kind: 'scale', factor, shift }],
});

/** 0 or 1 for each number, or for each class named by text. */
function compared(base: Derived, name: string, right: DerivedArgument): Derived | Refusal {
  const column = onlyColumn(base.value);
  const value = right.kind === 'value' ? right.value : null;
  if (base.steps.length > 0 || !column || value === null) return notFollowed(name);
  const other = typeof value === 'boolean' ? Number(value) : value;
  if ((column.cells.kind === 'text') !== (typeof other === 'string')) return notFollowed(name);
  const test = (cell: number | string | null): boolean => {
    if (cell === null) return name === '!=';
    switch (name) {
      case '==':
        return cell === other;
      case '!=':
        return cell !== other;
      case '<':
        return cell < other;
      case '<=':
        return cell <= other;
      case '>':
        return cell > other;
      default:
        return cell >= other;
    }
  };
  const cells = Array.from<number | string | null>(column.cells.values);
  return {
    ...base,
    value: { kind: 'array', shape: [cells.length], data: Float64Array.from(cells, (cell) => Number(test(cell))) },
  };
}

interface Statistic {
  readonly which: 'mean' | 'std' | 'min' | 'max' | 'spread';
  readonly of: Derivation;
  /** One number for all columns. */
  readonly overall: boolean;
}

/** `x.mean(axis=0)`, `np.std(x)`, `x.max() - x.min()`, `x.std() + 1e-8` */
function statisticOf(derivation: Derivation): Statistic | undefined {
  const { kind, name, arguments: given } = derivation;
  const [first, second] = given;
  if (kind === 'operator') {
    const [a, b] = [first, second].map((one) => (one?.kind === 'data' ? statisticOf(one.data) : undefined));
    if (name === '-' && a?.which === 'max' && b?.which === 'min' && a.overall === b.overall) return { ...a, which: 'spread' };
    const tiny = numberOf(second);
    return name === '+' && a !== undefined && tiny !== undefined && Math.abs(tiny) < 0.01 ? a : undefined;
  }
  const short = (/^(?:numpy\.)?(mean|std|min|max|amin|amax)$/.exec(name)?.[1] ?? '').replace('am', 'm');
  if ((kind !== 'method' && kind !== 'call') || short === '' || first?.kind !== 'data') return undefined;
  const axis = argumentAt(derivation, 1, 'axis');
  if (!isNothing(axis) && numberOf(axis) !== 0) return undefined;
  return { which: short as Statistic['which'], of: first.data, overall: isNothing(axis) };
}

function withStatistic(base: Derived, name: string, other: Derivation, follow: Follow): Derived | Refusal {
  const statistic = statisticOf(other);
  if (!statistic || base.oneHot !== undefined) return notFollowed(name);
  const of = follow(statistic.of);
  if (of.kind === 'refused') return of;
  const column = widthOf(base.value) === 1;
  // Of frames pandas takes the mean column by column.
  if (statistic.overall && !column && base.value.kind === 'array') {
    const value = overallOf(of, statistic.which);
    if (value === undefined || base.pending !== undefined) return notFollowed(name);
    return name === '-' ? scaled(base, 1, -value) : name === '/' && value !== 0 ? scaled(base, 1 / value, 0) : notFollowed(name);
  }
  const { which } = statistic;
  if (name === '-' && base.pending === undefined && (which === 'mean' || which === 'min')) return { ...base, pending: which };
  const { pending, ...rest } = base;
  if (name === '/' && pending === 'mean' && which === 'std') return { ...rest, steps: [...base.steps, { kind: 'standardize' }] };
  if (name === '/' && pending === 'min' && which === 'spread') return { ...rest, steps: [...base.steps, { kind: 'minmax' }] };
  if (name === '/' && pending === undefined && column) {
    const value = overallOf(of, which);
    if (value !== undefined && value !== 0) return scaled(base, 1 / value, 0);
  }
  return notFollowed(name);
}

/** The statistic of all numbers at this point of the program. */
function overallOf(of: Derived, which: Statistic['which']): number | undefined {
  const array = asArray(of.value);
  if (array.kind === 'text' || of.pending !== undefined) return undefined;
  let [factor, shift] = [1, 0];
  for (const step of of.steps) {
    if (step.kind !== 'scale') return undefined;
    [factor, shift] = [factor * step.factor, shift * step.factor + step.shift];
  }
  const { mean, deviation, low, high } = summary(array);
  const ends = [low * factor + shift, high * factor + shift];
  switch (which) {
    case 'mean':
      return mean * factor + shift;
    case 'std':
      return deviation * Math.abs(factor);
    case 'min':
      return Math.min(...ends);
    case 'max':
      return Math.max(...ends);
    case 'spread':
      return Math.max(...ends) - Math.min(...ends);
  }
}

function summary({ data }: NdArray): {
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
} {
  let [sum, low, high] = [0, Infinity, -Infinity];
  for (const x of data) {
    sum += x;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  const mean = sum / data.length;
  let square = 0;
  for (const x of data) square += (x - mean) * (x - mean);
  return { mean, deviation: Math.sqrt(square / data.length), low, high };
}
