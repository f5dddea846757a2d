/** numpy: creating arrays, changing their shape, and functions of their values. */
import type { Place } from '../../text/place';
import type { LabelKind, Range } from '../data';
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import { itemsOf, looseItems } from '../interpreter/collections';
import { unknownData, type DataState } from '../interpreter/data-state';
import { joinData, joinFacts } from '../interpreter/join';
import { notKnown, type Machine } from '../interpreter/machine';
import { asNumber, constant, type DataValue, type Value } from '../interpreter/value';
import type { Shape } from '../training';
import { dataArithmetic } from './data-arithmetic';
import { dataWithin, derive, makeData, mixed, origin, shapeFrom, stateOf } from './data-access';
import { callDataMethod, dtypeName, statistic } from './data-methods';
import { integerKind } from './numpy-random';
import { holdsTensor, operation } from './tensor-operations';
import { argument, forEachName, type Transfer, type TransferContext, type TransferTable } from './transfer';

/** An array that its arguments alone determine. */
export function sequence({ m, name, site, place }: TransferContext, state: Partial<DataState>): DataValue {
  return makeData(m, place, {
    ...unknownData(place, name),
    origins: [origin(m, 'sequence', name, place, site)],
    originsComplete: true,
    stepsComplete: true,
    order: known('as-loaded', place, 'library'),
    ...state,
  });
}

const filled =
  (value: number | undefined): Transfer =>
  (context) => {
    const { m, args, place } = context;
    const like = context.name.endsWith('_like') ? args.positional[0] : undefined;
    const shape = like?.kind === 'data' ? stateOf(m, like).shape : shapeFact(m, argument(args, 0, 'shape'), place);
    const number = value ?? asNumber(argument(args, 1, 'fill_value'));
    const dtype = dtypeName(argument(args, value === undefined ? 2 : 1, 'dtype')) ?? 'float64';
    return sequence(context, {
      shape,
      dtype: known(dtype, place, 'library'),
      range: number === undefined ? unknown('dynamic', place, 'a fill value') : known({ min: number, max: number }, place),
      labelKind: unknown('dynamic', place, 'a constant array'),
    });
  };

export function shapeFact(m: Machine, value: Value | undefined, place: Place): Fact<Shape> {
  const shape = shapeFrom(m, value);
  if (shape) return known(shape, place);
  return itemsOf(m, value)
    ? known(
        (itemsOf(m, value) ?? []).map((item) => asNumber(item) ?? null),
        place,
      )
    : unknown('dynamic', place, 'a shape');
}

function linspace(context: TransferContext): Value {
  const { args, place } = context;
  const start = asNumber(argument(args, 0, 'start'));
  const stop = asNumber(argument(args, 1, 'stop'));
  const count = argument(args, 2, 'num');
  const length = count ? (asNumber(count) ?? null) : 50;
  const range: Fact<Range> =
    start === undefined || stop === undefined
      ? unknown('dynamic', place, 'the bounds')
      : known({ min: Math.min(start, stop), max: Math.max(start, stop) }, place);
  return sequence(context, {
    shape: known([length], place),
    dtype: known('float64', place, 'library'),
    range,
    labelKind: known({ kind: 'continuous' }, place, 'library'),
  });
}

function arange(context: TransferContext): Value {
  const { args, place } = context;
  const numbers = args.positional.map(asNumber);
  const [first, second, third] = numbers;
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  const step = third ?? asNumber(args.keywords.get('step')) ?? 1;
  if (start === undefined || stop === undefined || numbers.includes(undefined)) return sequence(context, {});
  const length = Math.max(0, Math.ceil((stop - start) / step));
  const last = start + (length - 1) * step;
  const float = [start, stop, step].some((one) => !Number.isInteger(one));
  const range: Fact<Range> = known({ min: Math.min(start, last), max: Math.max(start, last) }, place);
  return sequence(context, {
    shape: known([length], place),
    dtype: known(float ? 'float64' : 'int64', place, 'library'),
    range,
    labelKind: float ? known({ kind: 'continuous' }, place, 'library') : integerKind(range, place),
  });
}

/** `np.array([[0, 1], [1, 0]])`: a literal whose values are visible. */
function array(context: TransferContext): Value {
  const { m, args, place } = context;
  const [value] = args.positional;
  const dtype = dtypeName(argument(args, 1, 'dtype'));
  if (value?.kind === 'data')
    return derive(m, stateOf(m, value), place, {
      container: 'array',
      items: stateOf(m, value).items,
      ...(dtype ? { dtype: known(dtype, place) } : {}),
    });
  if (value?.kind === 'tensor' || value?.kind === 'unknown')
    return value.kind === 'tensor' ? value : mixed(m, [value], place, 'an array of unknown content');
  const within = dataWithin(m, value ?? constant(null, place));
  if (within.length > 0) return mixed(m, within, place, 'an array of arrays');
  const items = looseItems(m, value);
  if (!items) return mixed(m, value ? [value] : [], place, 'an array of unknown content');
  return literalArray(context, items, dtype);
}

function literalArray(context: TransferContext, items: readonly Value[], dtype: string | undefined): Value {
  const { m, place } = context;
  const numbers: number[] = [];
  const rows: number[][] = [];
  const seen = { whole: true, float: false };
  const dims: number[] = [];
  const visit = (values: readonly Value[], depth: number): void => {
    dims[depth] ??= values.length;
    if (dims[depth] !== values.length) seen.whole = false;
    const row: number[] = [];
    for (const value of values) {
      const inner = looseItems(m, value);
      const number = asNumber(value);
      if (inner) visit(inner, depth + 1);
      else if (number === undefined) seen.whole = false;
      else {
        numbers.push(number);
        row.push(number);
        seen.float ||= value.kind === 'const' && value.float;
      }
    }
    if (row.length > 0) rows.push(row);
  };
  visit(items, 0);
  const { whole, float } = seen;
  if (!whole || numbers.length === 0) return sequence(context, { originsComplete: whole, stepsComplete: whole });
  const range = { min: Math.min(...numbers), max: Math.max(...numbers) };
  return sequence(context, {
    shape: known(dims, place),
    dtype: known(dtype ?? (float ? 'float64' : 'int64'), place, 'library'),
    range: known(range, place),
    featureSpread: known(spread(rows), place),
    labelKind: known(literalKind(numbers, dims, float), place),
    items,
    order: known(ordered(numbers) && dims.length === 1 ? 'class-ordered' : 'as-loaded', place),
  });
}

const ordered = (numbers: readonly number[]): boolean =>
  new Set(numbers).size > 1 &&
  new Set(numbers).size < numbers.length &&
  numbers.every((number, i) => i === 0 || number >= (numbers[i - 1] ?? number));

/** Ratio of the largest to the smallest column magnitude. */
function spread(rows: readonly (readonly number[])[]): number {
  const width = rows[0]?.length ?? 0;
  if (width < 2 || rows.some((row) => row.length !== width)) return 1;
  const sizes = Array.from({ length: width }, (_, j) => Math.max(...rows.map((row) => Math.abs(row[j] ?? 0)))).filter(
    (size) => size > 0,
  );
  return sizes.length === 0 ? 1 : Math.max(...sizes) / Math.min(...sizes);
}

function literalKind(numbers: readonly number[], dims: readonly number[], float: boolean): LabelKind {
  const distinct = new Set(numbers);
  const width = dims.at(-1) ?? 1;
  if (dims.length === 2 && width > 1 && [...distinct].every((one) => one === 0 || one === 1)) {
    const rows = Array.from({ length: numbers.length / width }, (_, i) => numbers.slice(i * width, (i + 1) * width));
    if (rows.every((row) => row.reduce((a, b) => a + b, 0) === 1)) return { kind: 'one-hot', classes: width };
  }
  if ([...distinct].every((one) => one === 0 || one === 1)) return { kind: 'binary', encoding: float ? 'float' : 'integer' };
  if ([...distinct].every((one) => one === -1 || one === 1)) return { kind: 'binary', encoding: 'minus-one-one' };
  if (!float && numbers.every(Number.isInteger) && distinct.size <= 20 && distinct.size < numbers.length) {
    const first = Math.min(...numbers);
    return { kind: 'class-ids', classes: Math.max(...numbers) - first + 1, first };
  }
  return { kind: 'continuous' };
}

/** Functions of every value; the range where it is certain. */
function elementwise(range?: (range: Range) => Range | undefined): Transfer {
  return (context) => {
    const { m, args, place, name, site } = context;
    const [value] = args.positional;
    const number = asNumber(value);
    if (number !== undefined) {
      const result = scalar(name, number);
      return result === undefined ? notKnown(m, 'not-modelled', place, name) : constant(result, place, { float: true });
    }
    if (holdsTensor(m, value)) return operation(m, name, args, place, site);
    if (value?.kind !== 'data') return mixed(m, args.positional, place, name);
    const state = stateOf(m, value);
    const before = valueOf(state.range);
    const after = range && (before ? range(before) : range({ min: -Infinity, max: Infinity }));
    const float = valueOf(state.dtype)?.startsWith('float') === true ? state.dtype : known('float64', place, 'library');
    return derive(
      m,
      state,
      place,
      {
        dtype: float,
        range:
          after && Number.isFinite(after.min) && Number.isFinite(after.max)
            ? known(after, place, 'library')
            : unknown('dynamic', place, name),
        labelKind: known({ kind: 'continuous' }, place, 'library'),
      },
      { kind: 'other', place, by: name },
    );
  };
}

function scalar(name: string, x: number): number | undefined {
  const functions: Readonly<Record<string, (x: number) => number>> = {
    sqrt: Math.sqrt,
    exp: Math.exp,
    log: Math.log,
    sin: Math.sin,
    cos: Math.cos,
    abs: Math.abs,
    square: (v) => v * v,
    log10: Math.log10,
    log2: Math.log2,
    tanh: Math.tanh,
  };
  const result = functions[name.split('.').at(-1) ?? '']?.(x);
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}

const monotone =
  (f: (x: number) => number) =>
  ({ min, max }: Range): Range => ({ min: f(min), max: f(max) });

/** The same as a method of the first argument: `np.reshape(x, s)` is `x.reshape(s)`. */
const asMethod: Transfer = ({ m, name, args, site, place }) => {
  const [first, ...rest] = args.positional;
  const data = first ?? args.keywords.get('a');
  if (holdsTensor(m, data)) return operation(m, name, args, place, site);
  if (data?.kind !== 'data') return mixed(m, args.positional, place, name);
  return callDataMethod(m, data, name.split('.').at(-1) ?? name, { ...args, positional: rest }, site);
};

/** Arrays joined along an axis: known is what holds for all. */
function concatenate(context: TransferContext): Value {
  const { m, name, args, place, site } = context;
  const [parts] = args.positional;
  if (holdsTensor(m, parts)) return operation(m, name, args, place, site);
  const items = itemsOf(m, parts) ?? [];
  const states = items.map((item) => (item.kind === 'data' ? stateOf(m, item) : undefined));
  const [first] = states;
  if (!first || states.includes(undefined)) return mixed(m, items, place, name);
  const all = states as readonly DataState[];
  const joined = all.reduce((a, b) => joinData(m, a, b, place));
  const ranges = all.map((state) => valueOf(state.range));
  const range = ranges.includes(undefined)
    ? joined.range
    : known({ min: Math.min(...ranges.map((r) => r?.min ?? 0)), max: Math.max(...ranges.map((r) => r?.max ?? 0)) }, place);
  const short = name.split('.').at(-1);
  const kinds = all.map((state) => state.labelKind);
  const perClass = kinds.length > 1 && all.every((state) => state.origins.every((one) => /\.(zeros|ones|full)$/.test(one.name)));
  const labelKind = perClass ? constantsKind(ranges, place) : kinds.reduce((a, b) => joinFacts(a, b, place));
  const shape =
    short === 'concatenate' || short === 'vstack' || short === 'hstack' || short === 'append'
      ? stacked(all, short === 'hstack' ? 1 : (asNumber(argument(args, 1, 'axis')) ?? 0), place)
      : unknown('dynamic', place, name);
  return makeData(m, place, {
    ...joined,
    range,
    labelKind,
    shape,
    order: perClass ? known('class-ordered', place) : unknown('dynamic', place, 'joined arrays'),
  });
}

/** `concatenate([zeros(50), ones(50)])`: labels, class after class. */
function constantsKind(ranges: readonly (Range | undefined)[], place: Place): Fact<LabelKind> {
  const values = [...new Set(ranges.map((range) => (range && range.min === range.max ? range.min : undefined)))];
  if (values.includes(undefined)) return unknown('dynamic', place, 'joined arrays');
  const numbers = (values as number[]).toSorted((a, b) => a - b);
  if (numbers.join() === '0,1') return known({ kind: 'binary', encoding: 'float' }, place);
  if (numbers.join() === '-1,1') return known({ kind: 'binary', encoding: 'minus-one-one' }, place);
  return known({ kind: 'class-ids', classes: numbers.length, first: numbers[0] ?? 0 }, place);
}

function stacked(states: readonly DataState[], axis: number, place: Place): Fact<Shape> {
  const shapes = states.map((state) => valueOf(state.shape));
  const [first] = shapes;
  if (!first || shapes.some((shape) => shape?.length !== first.length)) return unknown('dynamic', place, 'joined arrays');
  const at = first.length === 1 ? 0 : axis < 0 ? axis + first.length : axis;
  const sizes = shapes.map((shape) => shape?.[at] ?? null);
  return known(first.with(at, sizes.includes(null) ? null : sizes.reduce<number>((a, b) => a + (b ?? 0), 0)), place);
}

const divide: Transfer = ({ m, args, place }) => {
  const [a, b] = args.positional;
  return a && b ? dataArithmetic(m, '/', a, b, place) : notKnown(m, 'undefined', place, 'divide');
};

export const numpyTransfers: TransferTable = {
  'numpy.array': array,
  'numpy.asarray': array,
  'numpy.asanyarray': array,
  'numpy.ascontiguousarray': array,
  'numpy.float32': elementwise(),
  'numpy.zeros': filled(0),
  'numpy.ones': filled(1),
  'numpy.zeros_like': filled(0),
  'numpy.ones_like': filled(1),
  'numpy.empty': filled(undefined),
  'numpy.full': filled(undefined),
  'numpy.linspace': linspace,
  'numpy.arange': arange,
  ...forEachName(
    ['numpy.sin', 'numpy.cos'],
    elementwise(() => ({ min: -1, max: 1 })),
  ),
  'numpy.tanh': elementwise(() => ({ min: -1, max: 1 })),
  'numpy.sqrt': elementwise(monotone((x) => Math.sqrt(Math.max(0, x)))),
  'numpy.exp': elementwise(monotone(Math.exp)),
  'numpy.log': elementwise(),
  'numpy.log1p': elementwise(),
  'numpy.abs': elementwise(({ min, max }) => ({ min: min > 0 ? min : 0, max: Math.max(Math.abs(min), Math.abs(max)) })),
  'numpy.square': elementwise(({ min, max }) => ({ min: min > 0 ? min * min : 0, max: Math.max(min * min, max * max) })),
  ...forEachName(
    [
      'numpy.reshape',
      'numpy.squeeze',
      'numpy.transpose',
      'numpy.ravel',
      'numpy.mean',
      'numpy.std',
      'numpy.min',
      'numpy.max',
      'numpy.sum',
      'numpy.copy',
      'numpy.swapaxes',
      'numpy.argmax',
      'numpy.clip',
      'numpy.median',
      'numpy.var',
      'numpy.amin',
      'numpy.amax',
    ].filter((name) => !/am(in|ax)$/.test(name)),
    asMethod,
  ),
  'numpy.amax': ({ m, args, place }) =>
    args.positional[0]?.kind === 'data'
      ? statistic(m, stateOf(m, args.positional[0]), 'max', { ...args, positional: args.positional.slice(1) }, place)
      : mixed(m, args.positional, place, 'amax'),
  'numpy.amin': ({ m, args, place }) =>
    args.positional[0]?.kind === 'data'
      ? statistic(m, stateOf(m, args.positional[0]), 'min', { ...args, positional: args.positional.slice(1) }, place)
      : mixed(m, args.positional, place, 'amin'),
  'numpy.expand_dims': ({ m, args, place, name, site }) => {
    const [data] = args.positional;
    if (holdsTensor(m, data)) return operation(m, name, args, place, site);
    const axis = asNumber(argument(args, 1, 'axis'));
    if (data?.kind !== 'data') return mixed(m, args.positional, place, name);
    const shape =
      axis === undefined
        ? unknown('dynamic', place, 'an added axis')
        : mapFact(stateOf(m, data).shape, (dims) => dims.toSpliced(axis < 0 ? dims.length + 1 + axis : axis, 0, 1));
    return derive(m, stateOf(m, data), place, { shape }, { kind: 'reshape', place, by: name });
  },
  ...forEachName(
    [
      'numpy.concatenate',
      'numpy.vstack',
      'numpy.hstack',
      'numpy.stack',
      'numpy.column_stack',
      'numpy.append',
      'numpy.c_',
      'numpy.r_',
    ],
    concatenate,
  ),
  ...forEachName(['numpy.divide', 'numpy.true_divide'], divide),
  'numpy.load': ({ m, site, place, name }) =>
    makeData(m, place, {
      ...unknownData(place, 'a file'),
      origins: [origin(m, 'file', name, place, site)],
      originsComplete: true,
      stepsComplete: false,
    }),
  'numpy.loadtxt': ({ m, site, place, name }) =>
    makeData(m, place, {
      ...unknownData(place, 'a file'),
      origins: [origin(m, 'file', name, place, site)],
      originsComplete: true,
      stepsComplete: true,
    }),
  'numpy.genfromtxt': ({ m, site, place, name }) =>
    makeData(m, place, {
      ...unknownData(place, 'a file'),
      origins: [origin(m, 'file', name, place, site)],
      originsComplete: true,
      stepsComplete: true,
    }),
  'numpy.eye': (context) => {
    const { args, place } = context;
    const count = asNumber(argument(args, 0, 'N'));
    return sequence(context, {
      shape: known([count ?? null, count ?? null], place),
      dtype: known('float64', place, 'library'),
      range: known({ min: 0, max: 1 }, place, 'library'),
      labelKind: count === undefined ? unknown('dynamic', place, 'a size') : known({ kind: 'one-hot', classes: count }, place),
    });
  },
};
