/** Arithmetic on arrays: what it does to range, dtype, scale history and label kind. */
import type { BinaryOperator } from '../../python/ast';
import { affineOf, type Affine } from '../../facts/affine';
import type { Place } from '../../text/place';
import type { DataStep, Range } from '../../facts/data';
import { known, unknown, valueOf, type Fact } from '../../facts/fact';
import type { DataState } from './data-state';
import type { Machine } from '../python/machine';
import { asNumber, constant, type Value } from '../python/value';
import { derive, followed, mixed, originsOf, stateOf } from './data-access';
import { boundsOf, isFloat, isInteger, promote, withinType } from './data-types';
import { broadcast, matrixProduct } from './data-shapes';
import { byStatistic, isSpread } from './data-statistics';
import { arrayOfItems } from './data-items';

export { broadcast } from './data-shapes';

type Operator = BinaryOperator | 'compare';

export function dataArithmetic(m: Machine, op: Operator, left: Value, right: Value, place: Place): Value {
  const [a, b] = [arrayOfItems(m, left, place) ?? left, arrayOfItems(m, right, place) ?? right];
  if (a.kind === 'data' && b.kind === 'data') return twoArrays(m, op, stateOf(m, a), stateOf(m, b), place);
  const data = a.kind === 'data' ? a : b;
  const other = a.kind === 'data' ? b : a;
  if (data.kind !== 'data') return mixed(m, [left, right], place, `operator ${op}`);
  const state = stateOf(m, data);
  if (op === 'compare') return truths(m, state, place);
  const number = asNumber(other);
  if (number === undefined || other.kind !== 'const') return withUnknown(m, op, state, other, place);
  return withNumber(m, op, state, { value: number, float: other.float }, a.kind === 'data', place);
}

/** Arithmetic with something that is not known: a factor that could be anything. */
function withUnknown(m: Machine, op: Operator, state: DataState, other: Value, place: Place): Value {
  const why = other.kind === 'unknown' ? other.why : unknown('dynamic', place, 'arithmetic with a value that is not known');
  const dtype = valueOf(state.dtype);
  const step: DataStep = { kind: 'other', place, by: `operator ${op}` };
  const change: Partial<DataState> = {
    range: why,
    dtype: isFloat(dtype) ? state.dtype : op === '/' && dtype !== undefined ? known('float64', place, 'library') : why,
    labelKind: why,
    featureSpread: why,
    stepsComplete: false,
    originsComplete: state.originsComplete && followed(m, other),
    ...(other.kind === 'unknown' ? {} : { shape: why }),
  };
  return derive(m, state, place, change, step);
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
      statistic: undefined,
      picks: 'in-order',
    },
    { kind: 'other', place, by: 'comparison' },
  );
}

interface Scalar {
  readonly value: number;
  readonly float: boolean;
}

function withNumber(m: Machine, op: BinaryOperator, state: DataState, number: Scalar, dataFirst: boolean, place: Place): Value {
  const affine = affineOf(op, number.value, dataFirst);
  const dtype = resultType(op, state, number, place);
  const range = affine ? affineRange(state.range, affine) : otherRange(op, state.range, number.value, dataFirst, place);
  const damage = damageOf(op, state, number, valueOf(dtype), valueOf(range), dataFirst);
  const step: DataStep = {
    ...(affine
      ? ({ kind: 'scale', place, by: `operator ${op}`, ...affine } as const)
      : ({ kind: 'other', place, by: `operator ${op}` } as const)),
    ...(damage ? { damage, dtype: valueOf(dtype) } : {}),
  };
  const items = affine && state.items?.every((item) => asNumber(item) !== undefined) === true ? state.items : undefined;
  // An epsilon beside a deviation leaves it a deviation; a factor makes it something else.
  const keepsStatistic = affine?.factor === 1 && isSpread(state) && Math.abs(affine.shift) < 0.01;
  return derive(
    m,
    state,
    place,
    {
      dtype,
      range: withinType(range, valueOf(dtype), place),
      labelKind: scaledKind(state, op, affine, place),
      featureSpread: affine && affine.shift !== 0 ? unknown('dynamic', place, 'shifted columns') : state.featureSpread,
      statistic: keepsStatistic ? state.statistic : undefined,
      ...(items && affine
        ? {
            items: items.map((item) =>
              constant((asNumber(item) ?? 0) * affine.factor + affine.shift, place, { float: isFloat(valueOf(dtype)) }),
            ),
          }
        : {}),
    },
    step,
  );
}

/** Small integers wrap around at the ends of their type; a whole division by the largest value leaves 0 and 1. */
function damageOf(
  op: BinaryOperator,
  state: DataState,
  number: Scalar,
  dtype: string | undefined,
  range: Range | undefined,
  dataFirst: boolean,
): DataStep['damage'] {
  const before = valueOf(state.range);
  if (!isInteger(dtype) || !before || !range) return undefined;
  const bounds = boundsOf(dtype);
  if (bounds && /^[+*-]$/.test(op) && (range.min < bounds.min || range.max > bounds.max)) return 'wraps';
  return op === '//' && dataFirst && before.max > 10 && before.min >= 0 && number.value >= before.max ? 'truncates' : undefined;
}

/** Powers, remainders and whole divisions by a number. */
function otherRange(op: BinaryOperator, range: Fact<Range>, c: number, dataFirst: boolean, place: Place): Fact<Range> {
  const why = unknown('dynamic', place, `operator ${op}`);
  if (op === '%' && dataFirst && c > 0)
    return range.kind === 'known' && range.value.min >= 0 && range.value.max < c ? range : known({ min: 0, max: c }, place);
  if (range.kind !== 'known' || !dataFirst) return why;
  const { min, max } = range.value;
  if (op === '//' && c !== 0) return known(hull([Math.floor(min / c), Math.floor(max / c)]), place);
  if (op !== '**' || c <= 0) return why;
  if (!Number.isInteger(c)) return min >= 0 ? known({ min: min ** c, max: max ** c }, place) : why;
  return known(
    c % 2 === 0 && min < 0 && max > 0 ? { min: 0, max: Math.max(min ** c, max ** c) } : hull([min ** c, max ** c]),
    place,
  );
}

const hull = (ends: readonly number[]): Range => ({ min: Math.min(...ends), max: Math.max(...ends) });

function scaledKind(state: DataState, op: BinaryOperator, affine: Affine | undefined, place: Place): DataState['labelKind'] {
  const kind = valueOf(state.labelKind);
  const why = unknown('dynamic', place, 'arithmetic on labels');
  if (!kind) return state.labelKind;
  if (kind.kind === 'continuous') return op === '//' || op === '%' ? why : state.labelKind;
  if (!affine) return why;
  if (affine.factor === 1 && kind.kind === 'class-ids') return known({ ...kind, first: kind.first + affine.shift }, place);
  if (affine.factor === 1 && affine.shift === 0) return state.labelKind;
  if (kind.kind !== 'binary') return why;
  const [low, high] = (kind.encoding === 'minus-one-one' ? [-1, 1] : [0, 1]).map((one) => one * affine.factor + affine.shift);
  const ends = [low, high].toSorted((a = 0, b = 0) => a - b).join();
  if (ends === '-1,1') return known({ kind: 'binary', encoding: 'minus-one-one' }, place);
  if (ends === '0,1') return known({ kind: 'binary', encoding: isFloat(valueOf(state.dtype)) ? 'float' : 'integer' }, place);
  return why;
}

function affineRange(range: Fact<Range>, { factor, shift }: Affine): Fact<Range> {
  if (range.kind !== 'known') return range;
  return { ...range, value: hull([clean(range.value.min * factor) + shift, clean(range.value.max * factor) + shift]) };
}

/** 255 * (1 / 255) is 1: what division gives, without the error of the reciprocal. */
const clean = (value: number): number => (Math.abs(value - Math.round(value)) < 1e-9 ? Math.round(value) : value);

function resultType(op: BinaryOperator, state: DataState, number: Scalar, place: Place): Fact<string> {
  const type = valueOf(state.dtype);
  if (!type || isFloat(type)) return state.dtype;
  if (!isInteger(type) && type !== 'bool') return unknown('dynamic', place, `arithmetic on ${type}`);
  if (state.container === 'tensor')
    return op === '/' ? known(/^u?int(8|16)$/.test(type) ? 'float32' : 'float64', place, 'library') : state.dtype;
  if (op === '/' || number.float) return known('float64', place, 'library');
  if (type === 'bool') return known('int64', place, 'library');
  const bounds = boundsOf(type);
  // numpy 1 widens the type for a number that does not fit, numpy 2 raises.
  return bounds && (number.value < bounds.min || number.value > bounds.max)
    ? unknown('dynamic', place, 'a number that does not fit the type')
    : state.dtype;
}

function twoArrays(m: Machine, op: Operator, a: DataState, b: DataState, place: Place): Value {
  const origins = originsOf([a, b]);
  const originsComplete = a.originsComplete && b.originsComplete;
  if (op === 'compare') return truths(m, { ...a, origins, originsComplete, shape: broadcast(a.shape, b.shape, place) }, place);
  const fitted = byStatistic(m, op, a, b, place);
  if (fitted) return fitted;
  const why = unknown('dynamic', place, 'arithmetic of two arrays');
  const type = promote(valueOf(a.dtype), valueOf(b.dtype));
  const dtype = type === undefined ? why : known(op === '/' && !isFloat(type) ? 'float64' : type, place, 'library');
  // A factor of fewer axes (the share in which two samples are mixed) has a history of its own: the result is the array's.
  const rank = (state: DataState): number => valueOf(state.shape)?.length ?? 0;
  return derive(
    m,
    rank(b) > rank(a) ? b : a,
    place,
    {
      origins,
      originsComplete,
      shape: op === '@' ? matrixProduct(a.shape, b.shape, place) : broadcast(a.shape, b.shape, place),
      dtype,
      range: withinType(combine(op, a.range, b.range, place), valueOf(dtype), place),
      labelKind: quantity(a) || quantity(b) ? known({ kind: 'continuous' }, place) : why,
      featureSpread: why,
      stepsComplete: false,
      statistic: undefined,
      order: valueOf(a.order) !== undefined && valueOf(a.order) === valueOf(b.order) ? a.order : why,
    },
    { kind: 'other', place, by: `operator ${op}` },
  );
}

const quantity = (state: DataState): boolean => valueOf(state.labelKind)?.kind === 'continuous' && isFloat(valueOf(state.dtype));

function combine(op: BinaryOperator, a: Fact<Range>, b: Fact<Range>, place: Place): Fact<Range> {
  const [x, y] = [valueOf(a), valueOf(b)];
  const why = unknown('dynamic', place, 'arithmetic of two arrays');
  if (!x || !y) return why;
  if (op === '+') return known({ min: x.min + y.min, max: x.max + y.max }, place);
  if (op === '-') return known({ min: x.min - y.max, max: x.max - y.min }, place);
  if (op !== '*') return why;
  return known(hull([x.min * y.min, x.min * y.max, x.max * y.min, x.max * y.max]), place);
}
