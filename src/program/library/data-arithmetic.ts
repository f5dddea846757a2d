/** Arithmetic on arrays: what it does to range, dtype, scale history and label kind. */
import type { BinaryOperator } from '../../python/ast';
import type { Place } from '../../text/place';
import type { DataStep, Range } from '../data';
import { known, unknown, valueOf, type Fact } from '../fact';
import type { DataState } from '../interpreter/data-state';
import type { Machine } from '../interpreter/machine';
import { asNumber, constant, type Value } from '../interpreter/value';
import type { Shape } from '../training';
import { derive, mixed, stateOf } from './data-access';

/** About where standardised values lie. */
export const standardRange: Range = { min: -4, max: 4 };

export function dataArithmetic(m: Machine, op: BinaryOperator | 'compare', left: Value, right: Value, place: Place): Value {
  if (left.kind === 'data' && right.kind === 'data') return twoArrays(m, op, stateOf(m, left), stateOf(m, right), place);
  const data = left.kind === 'data' ? left : right;
  const other = left.kind === 'data' ? right : left;
  if (data.kind !== 'data') return mixed(m, [left, right], place, `operator ${op}`);
  const state = stateOf(m, data);
  if (op === 'compare') return truths(m, state, place);
  const number = asNumber(other);
  if (number === undefined) {
    const items = other.kind === 'tuple' || other.kind === 'list';
    const step: DataStep = { kind: 'other', place, by: `operator ${op}` };
    const why = unknown('dynamic', place, items ? 'arithmetic with a list' : 'arithmetic with a value that is not known');
    return derive(m, state, place, { range: why, dtype: why, labelKind: why, featureSpread: why, stepsComplete: false }, step);
  }
  return withNumber(m, op, state, number, left.kind === 'data', other.kind === 'const' && other.float, place);
}

function truths(m: Machine, state: DataState, place: Place): Value {
  return derive(
    m,
    state,
    place,
    {
      dtype: known('bool', place, 'library'),
      range: known({ min: 0, max: 1 }, place, 'library'),
      labelKind: known({ kind: 'binary', encoding: 'integer' }, place, 'library'),
      featureSpread: unknown('dynamic', place, 'truth values'),
    },
    { kind: 'other', place, by: 'comparison' },
  );
}

function withNumber(
  m: Machine,
  op: BinaryOperator,
  state: DataState,
  number: number,
  dataFirst: boolean,
  float: boolean,
  place: Place,
): Value {
  const affine = affineOf(op, number, dataFirst);
  const dtype = resultType(op, state.dtype, float, place);
  const step: DataStep = affine
    ? { kind: 'scale', place, by: `operator ${op}`, ...affine }
    : { kind: 'other', place, by: `operator ${op}` };
  const range = affine ? affineRange(state.range, affine) : unknown('dynamic', place, `operator ${op}`);
  const items = state.items?.every((item) => asNumber(item) !== undefined) === true && affine;
  return derive(
    m,
    state,
    place,
    {
      dtype,
      range: op === '//' || op === '%' ? unknown('dynamic', place, `operator ${op}`) : range,
      labelKind: scaledKind(state, affine, place),
      ...(items
        ? { items: state.items.map((item) => constant((asNumber(item) ?? 0) * affine.factor + affine.shift, place)) }
        : {}),
    },
    step,
  );
}

function scaledKind(
  state: DataState,
  affine: { factor: number; shift: number } | undefined,
  place: Place,
): DataState['labelKind'] {
  const kind = valueOf(state.labelKind);
  if (!affine || !kind) return kind?.kind === 'continuous' ? state.labelKind : unknown('dynamic', place, 'arithmetic on labels');
  if (affine.factor === 1 && kind.kind === 'class-ids') return known({ ...kind, first: kind.first + affine.shift }, place);
  if (kind.kind === 'continuous') return state.labelKind;
  if (kind.kind === 'binary' && kind.encoding !== 'minus-one-one' && affine.factor === 2 && affine.shift === 0)
    return state.labelKind;
  return unknown('dynamic', place, 'arithmetic on labels');
}

/** `x op c` or `c op x` as x * factor + shift. */
function affineOf(op: BinaryOperator, c: number, dataFirst: boolean): { factor: number; shift: number } | undefined {
  switch (op) {
    case '+':
      return { factor: 1, shift: c };
    case '-':
      return dataFirst ? { factor: 1, shift: -c } : { factor: -1, shift: c };
    case '*':
      return { factor: c, shift: 0 };
    case '/':
      return dataFirst && c !== 0 ? { factor: 1 / c, shift: 0 } : undefined;
    default:
      return undefined;
  }
}

function affineRange(range: Fact<Range>, { factor, shift }: { factor: number; shift: number }): Fact<Range> {
  if (range.kind !== 'known') return range;
  const ends = [range.value.min * factor + shift, range.value.max * factor + shift];
  return { ...range, value: { min: Math.min(...ends), max: Math.max(...ends) } };
}

function resultType(op: BinaryOperator, dtype: Fact<string>, float: boolean, place: Place): Fact<string> {
  const type = valueOf(dtype);
  if (!type) return dtype;
  if (type.startsWith('float')) return dtype;
  if (op === '/') return known('float64', place, 'library');
  return float ? known('float64', place, 'library') : dtype;
}

function twoArrays(m: Machine, op: BinaryOperator | 'compare', a: DataState, b: DataState, place: Place): Value {
  if (op === 'compare')
    return truths(m, { ...a, origins: unite(a, b), originsComplete: a.originsComplete && b.originsComplete }, place);
  const statistic = b.statistic;
  if (statistic) return fitted(m, op, a, statistic.kind, place);
  const why = unknown('dynamic', place, 'arithmetic of two arrays');
  const shape = op === '@' ? product(a.shape, b.shape, place) : broadcast(a.shape, b.shape, place);
  return derive(
    m,
    a,
    place,
    {
      origins: unite(a, b),
      originsComplete: a.originsComplete && b.originsComplete,
      shape,
      dtype:
        valueOf(a.dtype) === valueOf(b.dtype) && op !== '/'
          ? a.dtype
          : bothFloat(a, b)
            ? known('float64', place, 'library')
            : why,
      range: op === '@' ? why : combine(op, a.range, b.range, place),
      labelKind: continuous(a) || continuous(b) ? known({ kind: 'continuous' }, place) : why,
      featureSpread: why,
      stepsComplete: false,
      statistic:
        a.statistic?.kind === 'max' && statisticOf(b) === 'min' && op === '-' ? { kind: 'spread', of: a.origins } : a.statistic,
      order: why,
    },
    { kind: 'other', place, by: `operator ${op}` },
  );
}

const statisticOf = (state: DataState): string | undefined => state.statistic?.kind;
const continuous = (state: DataState): boolean => valueOf(state.labelKind)?.kind === 'continuous';
const bothFloat = (a: DataState, b: DataState): boolean =>
  valueOf(a.dtype)?.startsWith('float') === true || valueOf(b.dtype)?.startsWith('float') === true;

function unite(a: DataState, b: DataState): DataState['origins'] {
  return [...a.origins, ...b.origins.filter((one) => !a.origins.some((other) => other.id === one.id))];
}

/** `x - x.mean()`, then `/ x.std()`: recognised as standardisation; `/ x.max()` as min-max scaling. */
function fitted(
  m: Machine,
  op: BinaryOperator,
  a: DataState,
  kind: NonNullable<DataState['statistic']>['kind'],
  place: Place,
): Value {
  if (op === '-' && a.statistic?.kind === 'max' && kind === 'min') {
    return derive(m, a, place, { statistic: { kind: 'spread', of: a.statistic.of } });
  }
  const why = unknown('dynamic', place, 'shifted by a statistic of the data');
  if (op === '-' && (kind === 'mean' || kind === 'min')) {
    const range: Fact<Range> =
      kind === 'min' && a.range.kind === 'known'
        ? { ...a.range, value: { min: 0, max: a.range.value.max - a.range.value.min } }
        : why;
    return derive(
      m,
      a,
      place,
      { range, dtype: floatOf(a, place), labelKind: why },
      { kind: 'other', place, by: `minus ${kind}` },
    );
  }
  if (op === '/' && (kind === 'std' || kind === 'max' || kind === 'spread')) {
    const step: DataStep = { kind: kind === 'std' ? 'standardize' : 'minmax', place, by: `divided by ${kind}` };
    const range =
      kind === 'std'
        ? known(standardRange, place, 'library')
        : known(
            { min: valueOf(a.range)?.min === undefined || (valueOf(a.range)?.min ?? 0) >= 0 ? 0 : -1, max: 1 },
            place,
            'library',
          );
    return derive(
      m,
      a,
      place,
      {
        range,
        dtype: floatOf(a, place),
        labelKind: known({ kind: 'continuous' }, place),
        featureSpread: known(1, place, 'library'),
      },
      step,
    );
  }
  return derive(m, a, place, { range: why, stepsComplete: false }, { kind: 'other', place, by: `operator ${op}` });
}

const floatOf = (state: DataState, place: Place): Fact<string> =>
  valueOf(state.dtype)?.startsWith('float') === true ? state.dtype : known('float64', place, 'library');

function combine(op: BinaryOperator, a: Fact<Range>, b: Fact<Range>, place: Place): Fact<Range> {
  const [x, y] = [valueOf(a), valueOf(b)];
  const why = unknown('dynamic', place, 'arithmetic of two arrays');
  if (!x || !y) return why;
  if (op === '+') return known({ min: x.min + y.min, max: x.max + y.max }, place);
  if (op === '-') return known({ min: x.min - y.max, max: x.max - y.min }, place);
  if (op !== '*') return why;
  const ends = [x.min * y.min, x.min * y.max, x.max * y.min, x.max * y.max];
  return known({ min: Math.min(...ends), max: Math.max(...ends) }, place);
}

export function broadcast(a: Fact<Shape>, b: Fact<Shape>, place: Place): Fact<Shape> {
  const [x, y] = [valueOf(a), valueOf(b)];
  if (!x || !y) return unknown('dynamic', place, 'the shape of two arrays together');
  const rank = Math.max(x.length, y.length);
  const out: (number | null)[] = [];
  for (let i = 0; i < rank; i++) {
    const p = i < rank - x.length ? 1 : (x[i - (rank - x.length)] ?? null);
    const q = i < rank - y.length ? 1 : (y[i - (rank - y.length)] ?? null);
    out.push(p === 1 ? q : q === 1 ? p : p === q ? p : null);
  }
  return known(out, place, 'library');
}

function product(a: Fact<Shape>, b: Fact<Shape>, place: Place): Fact<Shape> {
  const [x, y] = [valueOf(a), valueOf(b)];
  if (!x || !y || x.length === 0 || y.length === 0) return unknown('dynamic', place, 'the shape of a matrix product');
  return known([...x.slice(0, -1), ...(y.length > 1 ? y.slice(-1) : [])], place, 'library');
}
