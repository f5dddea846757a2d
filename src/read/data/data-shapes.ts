/** What operations do to shapes. `null` is a size that only exists at run time. */
import type { Place } from '../../text/place';
import { known, mapFact, unknown, valueOf, type Fact } from '../../facts/fact';
import { itemsOf } from '../python/collections';
import type { Machine } from '../python/machine';
import { asNumber, isNone, type Value } from '../python/value';
import type { Shape } from '../../facts/training';

type Dim = number | null;

export const product = (dims: readonly Dim[]): Dim =>
  dims.reduce<Dim>((total, dim) => (total === null || dim === null ? null : total * dim), 1);

export const sum = (dims: readonly Dim[]): Dim =>
  dims.reduce<Dim>((total, dim) => (total === null || dim === null ? null : total + dim), 0);

/** The sizes with that of one axis changed. Where there is no such axis the program raises: then no size is known. */
export const resized = (dims: readonly Dim[], axis: number, size: Dim): readonly Dim[] =>
  Number.isInteger(axis) && axis >= 0 && axis < dims.length ? dims.with(axis, size) : dims.map(() => null);

export const atAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** The shape a `shape` or `size` argument asks for: a number, or numbers some of which may not be known. */
export function shapeArgument(m: Machine, value: Value | undefined, place: Place): Fact<Shape> {
  const one = asNumber(value);
  if (one !== undefined) return known([asSize(one)], place);
  const items = itemsOf(m, value);
  if (items)
    return known(
      items.map((item) => asSize(asNumber(item))),
      place,
    );
  if (value?.kind !== 'unknown') return unknown('dynamic', place, 'a shape');
  return isCount(value) ? known([null], place) : value.why;
}

/** Of a number that is no size (infinite, a fraction) the program raises: then no size is known. */
const asSize = (size: number | undefined): Dim => (size !== undefined && Number.isSafeInteger(size) ? size : null);

/** A number that is not known, not a tuple of numbers: a length, a size of another array. */
const isCount = (value: Value): boolean =>
  value.kind === 'unknown' &&
  /^(a length|a size that only exists at run time|the number of (samples|classes|distinct values))$/.test(value.why.detail);

/** Axes named by a number, a tuple or nothing; undefined where they are not known. */
export function axesOf(m: Machine, value: Value | undefined): readonly number[] | undefined | 'all' {
  if (value === undefined || isNone(value)) return 'all';
  const one = asNumber(value);
  if (one !== undefined) return [one];
  const items = itemsOf(m, value)?.map(asNumber);
  return items && !items.includes(undefined) ? (items as number[]) : undefined;
}

export function reducedShape(m: Machine, shape: Fact<Shape>, axis: Value | undefined, place: Place, keep = false): Fact<Shape> {
  const axes = axesOf(m, axis);
  const dims = valueOf(shape);
  if (axes === 'all' && !keep) return known([], place, 'library');
  if (!dims || axes === undefined) return unknown('dynamic', place, 'a reduced shape');
  const gone = new Set(axes === 'all' ? dims.keys() : axes.map((one) => atAxis(one, dims.length)));
  return known(keep ? dims.map((dim, i) => (gone.has(i) ? 1 : dim)) : dims.filter((_, i) => !gone.has(i)), place, 'library');
}

/** `reshape`: at most one -1 is worked out from the rest. */
export function reshaped(m: Machine, shape: Fact<Shape>, target: Value | undefined, place: Place): Fact<Shape> {
  const items = target?.kind === 'const' ? [target] : itemsOf(m, target);
  if (!items) return target?.kind === 'unknown' ? target.why : unknown('dynamic', place, 'a new shape');
  const wanted = items.map((item): Dim => asNumber(item) ?? null);
  const dims = valueOf(shape);
  const open = wanted.indexOf(-1);
  if (open === -1) return known(fillOne(wanted, dims), place);
  // `x.reshape(x.shape[0], -1)` keeps the size that is not known: what remains is the product of the others.
  const [total, fixed] =
    dims?.[0] === null && isSampleCount(items[0]) && dims.slice(1).every((dim) => dim !== null)
      ? [product(dims.slice(1)), product(wanted.slice(1).filter((_, i) => i + 1 !== open))]
      : [dims ? product(dims) : null, product(wanted.filter((_, i) => i !== open))];
  const rest = total === null || fixed === null || fixed === 0 ? null : total / fixed;
  return known(wanted.with(open, rest !== null && Number.isInteger(rest) ? rest : null), place);
}

/** `x.shape[0]` and `len(x)` of an array whose length is not known. */
const isSampleCount = (value: Value | undefined): boolean =>
  value?.kind === 'unknown' && /^(a size that only exists at run time|the number of samples)$/.test(value.why.detail);

/** A size not known is worked out where all others are: `reshape(n, 28, 28)` of a known number of values. */
function fillOne(wanted: readonly Dim[], dims: Shape | undefined): Shape {
  const missing = wanted.flatMap((dim, i) => (dim === null ? [i] : []));
  const total = dims ? product(dims) : null;
  const [only] = missing;
  if (missing.length !== 1 || only === undefined || total === null) return wanted;
  const fixed = product(wanted.filter((dim) => dim !== null));
  return fixed !== null && fixed > 0 && Number.isInteger(total / fixed) ? wanted.with(only, total / fixed) : wanted;
}

export const flattened = (shape: Fact<Shape>): Fact<Shape> => mapFact(shape, (dims) => [product(dims)]);

export function squeezed(shape: Fact<Shape>, axis: number | undefined, place: Place): Fact<Shape> {
  const dims = valueOf(shape);
  if (!dims) return shape;
  if (axis !== undefined) return known(dims.toSpliced(atAxis(axis, dims.length), 1), place, 'library');
  return dims.includes(null)
    ? unknown('dynamic', place, 'sizes of one that are left out')
    : known(
        dims.filter((dim) => dim !== 1),
        place,
        'library',
      );
}

/** With axes in a new order; without an order, reversed. */
export function transposed(shape: Fact<Shape>, order: readonly number[] | undefined, place: Place): Fact<Shape> {
  const dims = valueOf(shape);
  if (!dims) return shape;
  if (!order) return known(dims.toReversed(), place, 'library');
  if (order.length !== dims.length) return unknown('undefined', place, 'axes that do not fit the array');
  return known(
    order.map((axis) => dims[atAxis(axis, dims.length)] ?? null),
    place,
    'library',
  );
}

export const expanded = (shape: Fact<Shape>, axis: number): Fact<Shape> =>
  mapFact(shape, (dims) => dims.toSpliced(axis < 0 ? dims.length + 1 + axis : axis, 0, 1));

/** Arrays joined along an existing axis. */
export function joinedShape(shapes: readonly Fact<Shape>[], axis: number, place: Place): Fact<Shape> {
  const all = shapes.map((shape) => valueOf(shape));
  const [first] = all;
  const at = first ? atAxis(axis, first.length) : -1;
  if (!first || at < 0 || at >= first.length || all.some((dims) => dims?.length !== first.length))
    return shapes.find((shape) => shape.kind === 'unknown') ?? unknown('dynamic', place, 'joined arrays');
  return known(
    first.map((dim, i) =>
      i === at
        ? sum(all.map((dims) => dims?.[i] ?? null))
        : (all.map((dims) => dims?.[i] ?? null).find((size) => size !== null) ?? dim),
    ),
    place,
    'library',
  );
}

/** numpy's broadcasting; a size that is not known gives way to one that is above one. */
export function broadcast(a: Fact<Shape>, b: Fact<Shape>, place: Place): Fact<Shape> {
  const [x, y] = [valueOf(a), valueOf(b)];
  if (!x || !y) return unknown('dynamic', place, 'the shape of two arrays together');
  const rank = Math.max(x.length, y.length);
  const out: Dim[] = [];
  for (let i = 0; i < rank; i++) {
    const p = i < rank - x.length ? 1 : (x[i - (rank - x.length)] ?? null);
    const q = i < rank - y.length ? 1 : (y[i - (rank - y.length)] ?? null);
    out.push(p === 1 ? q : q === 1 ? p : (p ?? q));
  }
  return known(out, place, 'library');
}

export function matrixProduct(a: Fact<Shape>, b: Fact<Shape>, place: Place): Fact<Shape> {
  const [x, y] = [valueOf(a), valueOf(b)];
  if (!x || !y || x.length === 0 || y.length === 0) return unknown('dynamic', place, 'the shape of a matrix product');
  return known([...x.slice(0, -1), ...(y.length > 1 ? y.slice(-1) : [])], place, 'library');
}
