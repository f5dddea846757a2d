/** numpy: functions of every value, and reductions. */
import { forAll, table } from '../../../facts/table';
import type { Range } from '../../../facts/data';
import { known, unknown, valueOf, type Fact } from '../../../facts/fact';
import type { DataState } from '../../data/data-state';
import { notKnown } from '../../python/machine';
import { asNumber, constant, isNone } from '../../python/value';
import { dataArithmetic } from '../../data/data-arithmetic';
import { derive, mixed, stateOf } from '../../data/data-access';
import { isSpread } from '../../data/data-statistics';
import { matrixProduct } from '../../data/data-shapes';
import { isFloat, isInteger, withinType } from '../../data/data-types';
import { onArray } from './on-array';
import { type Transfer, type TransferTable } from '../transfer';
import { reductions, asStatistic, reduced, argExtreme } from './reduce';
import { arrayOfItems } from '../../data/data-items';
import { holdsSymbolic, symbolicCall } from '../../python/symbolic';

/** What a function does to a range; undefined where that is not certain. */
type Reach = (range: Range) => Range | undefined;

interface Elementwise {
  readonly scalar?: (x: number) => number;
  readonly reach?: Reach | undefined;
  /** Values it gives whatever it is given: sines lie in -1..1. */
  readonly always?: Range;
  /** Keeps integers integers. */
  readonly keepsType?: boolean;
}

function elementwise({ scalar, reach, always, keepsType = false }: Elementwise): Transfer {
  const run = onArray(({ m, name, place }, state) => {
    const before = valueOf(state.range);
    const after = before ? (reach?.(before) ?? always) : always;
    const type = valueOf(state.dtype);
    const dtype: Fact<string> =
      type === undefined || isFloat(type) || keepsType
        ? state.dtype
        : known(/^u?int(8|16)$/.test(type) && state.container === 'tensor' ? 'float32' : 'float64', place, 'library');
    const finite = after && Number.isFinite(after.min) && Number.isFinite(after.max);
    return derive(
      m,
      state,
      place,
      {
        dtype,
        range: finite ? known(after, place, 'library') : unknown('dynamic', place, name),
        labelKind:
          valueOf(state.labelKind)?.kind === 'continuous' && !keepsType ? state.labelKind : unknown('dynamic', place, name),
        featureSpread: unknown('dynamic', place, name),
      },
      { kind: 'other', place, by: name },
    );
  });
  return (context) => {
    const { m, args, name, place } = context;
    const number = asNumber(args.positional[0]);
    if (number === undefined || args.positional[0]?.kind !== 'const') return run(context);
    const result = scalar?.(number);
    return result !== undefined && Number.isFinite(result)
      ? constant(result, place, { float: !keepsType || args.positional[0].float })
      : notKnown(m, 'not-modelled', place, name);
  };
}

const rising = (f: (x: number) => number): Elementwise => ({
  scalar: f,
  reach: ({ min, max }) => ({ min: f(min), max: f(max) }),
});
/** Rising where it is defined at all: below, numpy gives NaN. */
const risingFrom = (low: number, f: (x: number) => number): Elementwise => ({
  scalar: f,
  reach: ({ min, max }) => (min < low ? undefined : { min: f(min), max: f(max) }),
});

const folded =
  (f: (x: number) => number): Reach =>
  ({ min, max }) => ({ min: min > 0 ? f(min) : max < 0 ? f(max) : 0, max: Math.max(f(min), f(max)) });

const functions: Readonly<Record<string, Elementwise>> = table({
  sin: { scalar: Math.sin, always: { min: -1, max: 1 } },
  cos: { scalar: Math.cos, always: { min: -1, max: 1 } },
  tan: { scalar: Math.tan },
  tanh: { ...rising(Math.tanh), always: { min: -1, max: 1 } },
  arctan: { ...rising(Math.atan), always: { min: -Math.PI / 2, max: Math.PI / 2 } },
  arcsin: { scalar: Math.asin, always: { min: -Math.PI / 2, max: Math.PI / 2 } },
  arccos: { scalar: Math.acos, always: { min: 0, max: Math.PI } },
  sinh: rising(Math.sinh),
  cosh: {
    scalar: Math.cosh,
    reach: ({ min, max }) => ({ min: Math.cosh(Math.max(0, min, -max)), max: Math.cosh(Math.max(-min, max)) }),
  },
  sigmoid: { ...rising((x) => 1 / (1 + Math.exp(-x))), always: { min: 0, max: 1 } },
  exp: rising(Math.exp),
  expm1: rising(Math.expm1),
  sqrt: risingFrom(0, Math.sqrt),
  log: risingFrom(Number.MIN_VALUE, Math.log),
  log10: risingFrom(Number.MIN_VALUE, Math.log10),
  log2: risingFrom(Number.MIN_VALUE, Math.log2),
  log1p: risingFrom(-1 + 1e-9, Math.log1p),
  cbrt: rising(Math.cbrt),
  abs: { scalar: Math.abs, reach: folded(Math.abs), keepsType: true },
  fabs: { scalar: Math.abs, reach: folded(Math.abs) },
  square: { scalar: (x) => x * x, reach: folded((x) => x * x), keepsType: true },
  negative: { scalar: (x) => -x, reach: ({ min, max }) => ({ min: -max, max: -min }), keepsType: true },
  round: { scalar: Math.round, reach: ({ min, max }) => ({ min: Math.round(min), max: Math.round(max) }), keepsType: true },
  around: { scalar: Math.round, reach: ({ min, max }) => ({ min: Math.round(min), max: Math.round(max) }), keepsType: true },
  rint: { scalar: Math.round, reach: ({ min, max }) => ({ min: Math.round(min), max: Math.round(max) }) },
  floor: { ...rising(Math.floor) },
  ceil: { ...rising(Math.ceil) },
  trunc: { ...rising(Math.trunc) },
  sign: { scalar: Math.sign, always: { min: -1, max: 1 }, keepsType: true },
  radians: rising((x) => (x * Math.PI) / 180),
  degrees: rising((x) => (x * 180) / Math.PI),
  rad2deg: rising((x) => (x * 180) / Math.PI),
  exp2: rising((x) => 2 ** x),
  deg2rad: rising((x) => (x * Math.PI) / 180),
  reciprocal: {},
});

/** `np.clip(x, 0, 1)` */
export const clip: Transfer = onArray(({ m, name, bound, place }, state) => {
  const low = bound('a_min', 'min', 'x_min', 'min_value', 'clip_value_min', 'lower');
  const high = bound('a_max', 'max', 'x_max', 'max_value', 'clip_value_max', 'upper');
  const [min, max] = [isNone(low) || !low ? -Infinity : asNumber(low), isNone(high) || !high ? Infinity : asNumber(high)];
  const before = valueOf(state.range);
  const [from, to] = [
    Math.max(before?.min ?? -Infinity, min ?? Number.NaN),
    Math.min(before?.max ?? Infinity, max ?? Number.NaN),
  ];
  const range: Fact<Range> =
    Number.isFinite(from) && Number.isFinite(to)
      ? known({ min: Math.min(from, max ?? from), max: Math.max(to, min ?? to) }, place)
      : unknown('dynamic', place, 'clipped values');
  return derive(
    m,
    state,
    place,
    { range, statistic: isSpread(state) ? state.statistic : undefined },
    { kind: 'other', place, by: name },
  );
});

/** Operators spelled as functions: `np.divide(x, 255)`. */
const operators: Readonly<Record<string, Parameters<typeof dataArithmetic>[1]>> = table({
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  true_divide: '/',
  truediv: '/',
  div: '/',
  floor_divide: '//',
  power: '**',
  pow: '**',
  mod: '%',
  remainder: '%',
  matmul: '@',
  equal: 'compare',
  not_equal: 'compare',
  greater: 'compare',
  greater_equal: 'compare',
  less: 'compare',
  less_equal: 'compare',
  logical_and: 'compare',
  logical_or: 'compare',
  logical_xor: 'compare',
});

const asOperator =
  (op: Parameters<typeof dataArithmetic>[1]): Transfer =>
  (context) => {
    const { m, name, args, bound, place } = context;
    const [a, b] = [args.positional[0] ?? bound('x1', 'x', 'a'), args.positional[1] ?? bound('x2', 'y', 'b')];
    if ([a, b].some((value) => holdsSymbolic(m, value))) return symbolicCall(context);
    if (!a || !b || (a.kind === 'unknown' && b.kind !== 'data')) return mixed(m, args.positional, place, name);
    return dataArithmetic(m, op, a, b, place);
  };

/** `np.dot(x, w)`: a product whose values are sums. */
const dot: Transfer = (context) => {
  const { m, name, args, bound, place } = context;
  const [a, b] = [bound('a', 'x', 'x1'), bound('b', 'y', 'x2')];
  if ([a, b].some((value) => holdsSymbolic(m, value))) return symbolicCall(context);
  const [x, y] = [arrayOfItems(m, a, place), arrayOfItems(m, b, place)];
  if (!x || !y || !a || !b) return mixed(m, args.positional, place, name);
  const result = dataArithmetic(m, '@', x, y, place);
  if (result.kind !== 'data') return result;
  const state = stateOf(m, result);
  return derive(m, state, place, { shape: matrixProduct(stateOf(m, x).shape, stateOf(m, y).shape, place) });
};

/** `np.maximum(x, 0)` */
const extreme: Transfer = (context) => {
  const { m, name, args, place } = context;
  if (args.positional.some((value) => holdsSymbolic(m, value))) return symbolicCall(context);
  const [a, b] = args.positional;
  const [data, number] = a?.kind === 'data' ? [a, asNumber(b)] : [b, asNumber(a)];
  if (data?.kind !== 'data' || number === undefined) return mixed(m, args.positional, place, name);
  const state = stateOf(m, data);
  const before = valueOf(state.range);
  const upper = name.endsWith('maximum');
  const range: Fact<Range> = before
    ? known(
        upper
          ? { min: Math.max(before.min, number), max: Math.max(before.max, number) }
          : { min: Math.min(before.min, number), max: Math.min(before.max, number) },
        place,
      )
    : unknown('dynamic', place, name);
  const kept = isInteger(valueOf(state.dtype)) ? withinType(range, valueOf(state.dtype), place) : range;
  return derive(
    m,
    state,
    place,
    { range: kept, statistic: isSpread(state) ? state.statistic : undefined },
    { kind: 'other', place, by: name },
  );
};

/** What fills gaps or leaves values as they are. */
const cleaned: Transfer = onArray(({ m, name, place }, state: DataState) =>
  derive(m, state, place, { labelKind: state.labelKind }, { kind: 'other', place, by: name }),
);

const modules = ['numpy', 'tf', 'keras.ops', 'keras.backend'] as const;

const inAll = (name: string): readonly string[] => [...modules, 'tf.math'].map((module) => `${module}.${name}`);

const inEach = <T>(table: Readonly<Record<string, T>>, run: (how: T) => Transfer): TransferTable =>
  Object.fromEntries(Object.entries(table).flatMap(([name, how]) => inAll(name).map((path) => [path, run(how)] as const)));

export const numpyMathTransfers: TransferTable = table({
  ...inEach(functions, elementwise),
  ...inEach(reductions, asStatistic),
  ...inEach(operators, asOperator),
  ...forAll([...inAll('clip'), 'tf.clip_by_value'], clip),
  ...forAll(
    [
      'sum',
      'prod',
      'var',
      'nansum',
      'median',
      'percentile',
      'quantile',
      'count_nonzero',
      'all',
      'any',
      'cumsum',
      'cumprod',
      'diff',
    ].map((name) => `numpy.${name}`),
    reduced,
  ),
  ...forAll(
    [...['numpy.argmax', 'numpy.argmin'], ...['tf.argmax', 'tf.argmin', 'keras.ops.argmax', 'keras.backend.argmax']],
    argExtreme,
  ),
  ...forAll(
    ['numpy.dot', 'numpy.matmul', 'numpy.inner', 'tf.matmul', 'keras.ops.dot', 'keras.ops.matmul', 'keras.backend.dot'],
    dot,
  ),
  ...forAll(['numpy.maximum', 'numpy.minimum', 'tf.maximum', 'tf.minimum', 'keras.ops.maximum', 'keras.ops.minimum'], extreme),
  'numpy.nan_to_num': cleaned,
});
