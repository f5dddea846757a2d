/** numpy: functions that move values about and leave them as they are. */
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import { itemsOf, makeList } from '../interpreter/collections';
import type { DataState } from '../interpreter/data-state';
import { asNumber, asString, isNone, type DataValue, type Value } from '../interpreter/value';
import type { Shape } from '../training';
import { derive, mixed, stateOf } from './data-access';
import { literalKind, readLiteral } from './data-literals';
import { partKind } from './data-select';
import { atAxis, axesOf, expanded, flattened, product, reshaped, squeezed, transposed } from './data-shapes';
import { arrayOfItems } from './numpy-literals';
import { holdsTensor, operation } from './tensor-operations';
import { argument, forEachName, type Transfer, type TransferContext, type TransferTable } from './transfer';

/** Runs on the first argument as an array; tensors become a node of the graph, everything else is mixed. */
export const onArray =
  (run: (context: TransferContext, state: DataState, data: DataValue) => Value, ...names: readonly string[]): Transfer =>
  (context) => {
    const { m, name, args, place, site } = context;
    if ([...args.positional, ...args.keywords.values()].some((value) => holdsTensor(m, value)))
      return operation(m, name, args, place, site);
    const given = argument(args, 0, ...names, 'a', 'x', 'input', 'arr', 'array', 'm', 'tensor');
    const data = arrayOfItems(m, given, place);
    return data ? run(context, stateOf(m, data), data) : mixed(m, [...args.positional, ...args.keywords.values()], place, name);
  };

/** A new shape over the same values. */
const moved = (shape: (context: TransferContext, state: DataState) => Fact<Shape>): Transfer =>
  onArray((context, state) =>
    derive(
      context.m,
      state,
      context.place,
      {
        shape: shape(context, state),
        statistic: state.statistic,
        labelKind: state.labelKind,
        ...(movesRows(context, valueOf(state.shape)?.length)
          ? { order: unknown('dynamic', context.place, 'axes in another order') }
          : {}),
      },
      { kind: 'reshape', place: context.place, by: context.name },
    ),
  );

/** Another axis becomes the first, so rows are no longer samples in the order they were. */
function movesRows({ m, name, args }: TransferContext, rank: number | undefined): boolean {
  if (!/(transpose|permute_dimensions|swapaxes|moveaxis|rollaxis)$/.test(name) || rank === 1) return false;
  const axes = argument(args, 1, 'axes', 'perm', 'pattern', 'axis1', 'source');
  const first = asNumber(axes);
  const order = axes ? unravel(m, axes) : undefined;
  if (first !== undefined && !/transpose|permute/.test(name))
    return first === 0 || asNumber(argument(args, 2, 'axis2', 'destination')) === 0;
  return order?.[0] !== 0;
}

const repeated: Transfer = onArray(({ m, name, args, place }, state) => {
  const times = asNumber(argument(args, 1, 'repeats', 'reps', 'multiples'));
  const axis = argument(args, 2, 'axis');
  const dims = valueOf(state.shape);
  const at = asNumber(axis);
  const tile = name.endsWith('tile');
  const reps = tile
    ? times === undefined
      ? itemsOf(m, argument(args, 1, 'reps', 'multiples'))?.map(asNumber)
      : [times]
    : undefined;
  const along = (size: number | null | undefined): number | null =>
    typeof size === 'number' && times !== undefined ? size * times : null;
  let shape: Fact<Shape> = unknown('dynamic', place, name);
  if (dims && tile && reps && !reps.includes(undefined)) {
    const rank = Math.max(dims.length, reps.length);
    const padded = [...Array.from({ length: rank - dims.length }, () => 1), ...dims];
    const factors = [...Array.from({ length: rank - reps.length }, () => 1), ...reps];
    shape = known(
      padded.map((dim, i) => (dim === null ? null : dim * (factors[i] ?? 1))),
      place,
      'library',
    );
  } else if (dims && !tile) {
    shape =
      at === undefined
        ? axis === undefined || isNone(axis)
          ? known([along(product(dims))], place, 'library')
          : shape
        : known(dims.with(atAxis(at, dims.length), along(dims.at(at))), place, 'library');
  }
  const items = (tile ? undefined : state.items) ?? undefined;
  const literal = state.items && times !== undefined && times > 1 ? readLiteral(m, state.items) : undefined;
  const twice =
    literal && literal.dims.length === 1
      ? literalKind([...literal.numbers, ...literal.numbers], [literal.numbers.length * 2], literal.float)
      : undefined;
  const kind = literal
    ? twice
      ? known(twice, place)
      : unknown('dynamic', place, 'repeated values')
    : valueOf(state.labelKind)?.kind === 'one-hot'
      ? unknown('dynamic', place, 'repeated values')
      : state.labelKind;
  const classes =
    !tile && items && dims?.length === 1 ? known('class-ordered' as const, place) : unknown('dynamic', place, 'repeated values');
  return derive(
    m,
    state,
    place,
    {
      shape,
      labelKind: kind,
      order: valueOf(state.order) === 'shuffled' ? unknown('dynamic', place, 'repeated values') : classes,
    },
    { kind: 'other', place, by: name },
  );
});

/** `np.flip`, `np.roll`, `np.rot90`: the same values elsewhere. */
const rearranged: Transfer = onArray(({ m, name, place }, state) =>
  derive(
    m,
    state,
    place,
    {
      shape: name.endsWith('rot90')
        ? mapFact(state.shape, (dims) => (dims[0] === dims[1] ? dims : dims.map(() => null)))
        : state.shape,
      labelKind: valueOf(state.labelKind)?.kind === 'one-hot' ? unknown('dynamic', place, name) : state.labelKind,
      order: valueOf(state.order) === 'shuffled' ? state.order : unknown('dynamic', place, name),
    },
    { kind: 'other', place, by: name },
  ),
);

const padded: Transfer = onArray(({ m, name, args, place }, state) => {
  const dims = valueOf(state.shape);
  const width = argument(args, 1, 'pad_width', 'paddings');
  const one = asNumber(width);
  const pairs = itemsOf(m, width)?.map((pair) => itemsOf(m, pair)?.map(asNumber));
  const total = (i: number): number | undefined =>
    one === undefined ? (pairs?.length === 2 && !pairs[0] ? undefined : sumOf(pairs?.[i] ?? pairs?.[0])) : 2 * one;
  const shape: Fact<Shape> =
    dims && (one !== undefined || pairs?.every((pair) => pair !== undefined) === true)
      ? known(
          dims.map((dim, i) => (dim === null || total(i) === undefined ? null : dim + (total(i) ?? 0))),
          place,
          'library',
        )
      : unknown('dynamic', place, 'padding');
  const mode = asString(argument(args, 2, 'mode')) ?? 'constant';
  const filler = args.keywords.get('constant_values');
  const value = filler ? asNumber(filler) : 0;
  const before = valueOf(state.range);
  const range =
    mode.toLowerCase() !== 'constant' || !before
      ? state.range
      : value === undefined
        ? unknown('dynamic', place, 'padding')
        : known({ min: Math.min(before.min, value), max: Math.max(before.max, value) }, place);
  return derive(
    m,
    state,
    place,
    { shape, range, labelKind: unknown('dynamic', place, 'padding') },
    { kind: 'other', place, by: name },
  );
});

const sumOf = (pair: readonly (number | undefined)[] | undefined): number | undefined =>
  pair && !pair.includes(undefined) ? pair.reduce<number>((a, b) => a + (b ?? 0), 0) * (pair.length === 1 ? 2 : 1) : undefined;

/** `np.split(x, n)`, `np.split(x, [a, b], axis=1)`: parts in order. */
const split: Transfer = onArray(({ m, name, args, place }, state, data) => {
  const sections = argument(args, 1, 'indices_or_sections', 'num_or_size_splits', 'ary');
  const count = asNumber(sections);
  const given = argument(args, 2, 'axis');
  const axis = name.endsWith('hsplit') ? 1 : given ? asNumber(given) : 0;
  const dims = valueOf(state.shape);
  const at = axis === undefined || !dims ? undefined : atAxis(axis, dims.length);
  const length = at === undefined ? null : (dims?.[at] ?? null);
  const cuts = itemsOf(m, sections)?.map(asNumber);
  const sizes = sizesOf(name, length, count, cuts);
  const piece = (size: number | null): Value =>
    derive(
      m,
      state,
      place,
      {
        shape: dims && at !== undefined ? known(dims.with(at, size), place, 'library') : unknown('dynamic', place, 'a part'),
        slicedFrom: data.id,
        ...(at === 0 ? {} : { labelKind: partKind(state, place), featureSpread: unknown('dynamic', place, 'some columns') }),
      },
      { kind: 'slice', place, by: name },
    );
  if (!sizes) {
    const why = unknown('dynamic', place, 'parts of an unknown number');
    return makeList(m, [piece(null), { kind: 'gap', why: { ...why, reason: 'loop' } }], place);
  }
  return makeList(m, sizes.map(piece), place);
});

/** The length of each part; undefined where their number is not known. */
function sizesOf(
  name: string,
  length: number | null,
  count: number | undefined,
  cuts: readonly (number | undefined)[] | undefined,
): readonly (number | null)[] | undefined {
  if (count !== undefined) {
    if (count > 1000 || count < 1) return undefined;
    return Array.from({ length: count }, (_, i) =>
      length === null ? null : Math.floor(length / count) + (i < length % count ? 1 : 0),
    );
  }
  if (!cuts) return undefined;
  if (name.startsWith('tf.')) return cuts.map((size) => size ?? null);
  const ends = [0, ...cuts, length ?? undefined].map((cut) =>
    cut !== undefined && cut < 0 && length !== null ? cut + length : cut,
  );
  return ends.slice(1).map((end, i) => {
    const start = ends[i];
    return end === undefined || start === undefined ? null : Math.max(0, end - start);
  });
}

const unravel = (m: TransferContext['m'], value: Value | undefined): readonly number[] | undefined => {
  const axes = axesOf(m, value);
  return axes === 'all' ? undefined : axes;
};

/** Axes in a new order; several numbers may be given one by one. */
const permuted: Transfer = moved(({ m, args, place }, state) => {
  const axes = argument(args, 1, 'axes', 'perm', 'pattern');
  const order = axes ? unravel(m, axes) : undefined;
  return axes && !isNone(axes) && !order ? unknown('dynamic', place, 'an order of axes') : transposed(state.shape, order, place);
});

const swapped: Transfer = moved(({ args, place }, state) => {
  const dims = valueOf(state.shape);
  const [a, b] = [asNumber(argument(args, 1, 'axis1')), asNumber(argument(args, 2, 'axis2'))];
  if (!dims || a === undefined || b === undefined) return unknown('dynamic', place, 'swapped axes');
  const order = [...dims.keys()];
  const [p, q] = [atAxis(a, dims.length), atAxis(b, dims.length)];
  return transposed(state.shape, order.with(p, q).with(q, p), place);
});

const movedAxis: Transfer = moved(({ args, place }, state) => {
  const dims = valueOf(state.shape);
  const [from, to] = [asNumber(argument(args, 1, 'source')), asNumber(argument(args, 2, 'destination'))];
  if (!dims || from === undefined || to === undefined) return unknown('dynamic', place, 'a moved axis');
  const at = atAxis(from, dims.length);
  return known(dims.toSpliced(at, 1).toSpliced(atAxis(to, dims.length), 0, dims[at] ?? null), place, 'library');
});

const deleted: Transfer = onArray(({ m, name, args, place }, state) => {
  const axis = argument(args, 2, 'axis');
  const at = axis ? asNumber(axis) : undefined;
  const gone = argument(args, 1, 'obj');
  const count = asNumber(gone) === undefined ? itemsOf(m, gone)?.length : 1;
  const dims = valueOf(state.shape);
  const along = dims && at !== undefined ? atAxis(at, dims.length) : undefined;
  const size = along === undefined ? null : (dims?.[along] ?? null);
  const shape: Fact<Shape> =
    dims && along !== undefined
      ? known(dims.with(along, size === null || count === undefined ? null : size - count), place, 'library')
      : unknown('dynamic', place, name);
  return derive(
    m,
    state,
    place,
    { shape, ...(along === 0 ? {} : { labelKind: partKind(state, place) }) },
    { kind: 'slice', place, by: name },
  );
});

/** At least so many axes. */
const atLeast = (rank: number): Transfer =>
  moved(({ place }, state) => {
    const dims = valueOf(state.shape);
    if (!dims) return state.shape;
    return dims.length >= rank
      ? state.shape
      : known([...Array.from({ length: rank - dims.length }, () => 1), ...dims], place, 'library');
  });

const windows: Transfer = onArray(({ m, name, args, place }, state) => {
  const size = asNumber(argument(args, 1, 'window_shape'));
  const dims = valueOf(state.shape);
  const shape =
    dims?.length === 1 && size !== undefined
      ? known([dims[0] === null || dims[0] === undefined ? null : dims[0] - size + 1, size], place, 'library')
      : unknown('dynamic', place, name);
  return derive(m, state, place, { shape }, { kind: 'slice', place, by: name });
});

const sorted: Transfer = onArray(({ m, name, place }, state) =>
  derive(m, state, place, { order: unknown('dynamic', place, 'sorted') }, { kind: 'sort', place, by: name }),
);

const names = (module: readonly string[], ...functions: readonly string[]): readonly string[] =>
  functions.flatMap((one) => module.map((prefix) => `${prefix}.${one}`));
const everywhere = ['numpy', 'tf', 'keras.ops', 'keras.backend'];

export const numpyShapeTransfers: TransferTable = {
  ...forEachName(
    names(everywhere, 'reshape'),
    moved(({ m, args, place }, state) => reshaped(m, state.shape, argument(args, 1, 'newshape', 'shape'), place)),
  ),
  ...forEachName(
    ['numpy.ravel', 'keras.backend.flatten', 'keras.ops.ravel'],
    moved((_, state) => flattened(state.shape)),
  ),
  ...forEachName(
    names(everywhere, 'squeeze'),
    moved(({ args, place }, state) => squeezed(state.shape, asNumber(argument(args, 1, 'axis')), place)),
  ),
  ...forEachName(
    names(everywhere, 'expand_dims'),
    moved(({ args, place, name }, state) => {
      const given = argument(args, 1, 'axis', 'dim');
      const axis = given ? asNumber(given) : name === 'keras.backend.expand_dims' ? -1 : undefined;
      return axis === undefined ? unknown('dynamic', place, 'an added axis') : expanded(state.shape, axis);
    }),
  ),
  ...forEachName(names(everywhere, 'transpose', 'permute_dimensions'), permuted),
  'numpy.swapaxes': swapped,
  ...forEachName(['numpy.moveaxis'], movedAxis),
  'numpy.rollaxis': moved(({ place }) => unknown('not-modelled', place, 'rollaxis')),
  ...forEachName(names(everywhere, 'tile', 'repeat'), repeated),
  ...forEachName(
    [
      ...names(['numpy'], 'flip', 'fliplr', 'flipud', 'roll', 'rot90'),
      'tf.reverse',
      'tf.roll',
      'keras.ops.flip',
      'keras.ops.roll',
    ],
    rearranged,
  ),
  ...forEachName(names(everywhere, 'pad'), padded),
  ...forEachName([...names(['numpy'], 'split', 'array_split', 'vsplit', 'hsplit'), 'tf.split', 'keras.ops.split'], split),
  'numpy.delete': deleted,
  'numpy.atleast_1d': atLeast(1),
  'numpy.atleast_2d': atLeast(2),
  'numpy.atleast_3d': moved(({ place }) => unknown('not-modelled', place, 'atleast_3d')),
  'numpy.lib.stride_tricks.sliding_window_view': windows,
  ...forEachName(['numpy.sort', 'tf.sort', 'keras.ops.sort'], sorted),
  'numpy.broadcast_to': moved(({ m, args, place }, state) => reshaped(m, state.shape, argument(args, 1, 'shape'), place)),
  'numpy.resize': moved(({ m, args, place }, state) => reshaped(m, state.shape, argument(args, 1, 'new_shape'), place)),
};
