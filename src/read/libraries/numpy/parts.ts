/** numpy: parts of arrays, copies of them, and values around them. */
import { known, unknown, valueOf, type Fact } from '../../../facts/fact';
import { itemsOf, makeList } from '../../python/collections';
import { asNumber, asString, isNone, type Value } from '../../python/value';
import type { Shape } from '../../../facts/training';
import { derive } from '../../data/data-access';
import { literalKind, readLiteral } from '../../data/data-literals';
import { partKind } from '../../data/data-select';
import { atAxis, product, resized } from '../../data/data-shapes';
import { type Transfer } from '../transfer';
import { onArray } from './on-array';

export const repeated: Transfer = onArray(({ m, name, bound, place }, state) => {
  const times = asNumber(bound('repeats', 'reps', 'multiples'));
  const axis = bound('axis');
  const dims = valueOf(state.shape);
  const at = asNumber(axis);
  const tile = name.endsWith('tile');
  const reps = tile ? (times === undefined ? itemsOf(m, bound('reps', 'multiples'))?.map(asNumber) : [times]) : undefined;
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
        : known(resized(dims, atAxis(at, dims.length), along(dims.at(at))), place, 'library');
  }
  const items = (tile ? undefined : state.items) ?? undefined;
  const literal = state.items && times !== undefined && times > 1 ? readLiteral(m, state.items) : undefined;
  const twice =
    literal?.dims.length === 1
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

export const padded: Transfer = onArray(({ m, name, args, bound, place }, state) => {
  const dims = valueOf(state.shape);
  const width = bound('pad_width', 'paddings');
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
  const mode = asString(bound('mode')) ?? 'constant';
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
export const split: Transfer = onArray(({ m, name, bound, place }, state, data) => {
  const sections = bound('indices_or_sections', 'num_or_size_splits', 'ary');
  const count = asNumber(sections);
  const given = bound('axis');
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
        shape: dims && at !== undefined ? known(resized(dims, at, size), place, 'library') : unknown('dynamic', place, 'a part'),
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

export const deleted: Transfer = onArray(({ m, name, bound, place }, state) => {
  const axis = bound('axis');
  const at = axis ? asNumber(axis) : undefined;
  const gone = bound('obj');
  const count = asNumber(gone) === undefined ? itemsOf(m, gone)?.length : 1;
  const dims = valueOf(state.shape);
  const along = dims && at !== undefined ? atAxis(at, dims.length) : undefined;
  const size = along === undefined ? null : (dims?.[along] ?? null);
  const shape: Fact<Shape> =
    dims && along !== undefined
      ? known(resized(dims, along, size === null || count === undefined ? null : size - count), place, 'library')
      : unknown('dynamic', place, name);
  return derive(
    m,
    state,
    place,
    { shape, ...(along === 0 ? {} : { labelKind: partKind(state, place) }) },
    { kind: 'slice', place, by: name },
  );
});

export const windows: Transfer = onArray(({ m, name, bound, place }, state) => {
  const size = asNumber(bound('window_shape'));
  const dims = valueOf(state.shape);
  const shape =
    dims?.length === 1 && size !== undefined
      ? known([dims[0] === null || dims[0] === undefined ? null : dims[0] - size + 1, size], place, 'library')
      : unknown('dynamic', place, name);
  return derive(m, state, place, { shape }, { kind: 'slice', place, by: name });
});
