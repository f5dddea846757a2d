/** numpy: functions that move values about and leave them as they are. */
import { forAll, table } from '../../../facts/table';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import type { DataState } from '../../data/data-state';
import { asNumber, isNone, type Value } from '../../python/value';
import type { Shape } from '../../../facts/training';
import { derive } from '../../data/data-access';
import { atAxis, axesOf, expanded, flattened, reshaped, squeezed, transposed } from '../../data/data-shapes';
import { type Transfer, type TransferContext, type TransferTable } from '../transfer';
import { onArray } from './on-array';
import { repeated, padded, split, deleted, windows } from './parts';

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
function movesRows({ m, name, bound }: TransferContext, rank: number | undefined): boolean {
  if (!/(transpose|permute_dimensions|swapaxes|moveaxis|rollaxis)$/.test(name) || rank === 1) return false;
  const axes = bound('axes', 'perm', 'pattern', 'axis1', 'source');
  const first = asNumber(axes);
  const order = axes ? unravel(m, axes) : undefined;
  if (first !== undefined && !/transpose|permute/.test(name)) return first === 0 || asNumber(bound('axis2', 'destination')) === 0;
  return order?.[0] !== 0;
}

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

const unravel = (m: TransferContext['m'], value: Value | undefined): readonly number[] | undefined => {
  const axes = axesOf(m, value);
  return axes === 'all' ? undefined : axes;
};

/** Axes in a new order; several numbers may be given one by one. */
const permuted: Transfer = moved(({ m, bound, place }, state) => {
  const axes = bound('axes', 'perm', 'pattern');
  const order = axes ? unravel(m, axes) : undefined;
  return axes && !isNone(axes) && !order ? unknown('dynamic', place, 'an order of axes') : transposed(state.shape, order, place);
});

const swapped: Transfer = moved(({ bound, place }, state) => {
  const dims = valueOf(state.shape);
  const [a, b] = [asNumber(bound('axis1')), asNumber(bound('axis2'))];
  if (!dims || a === undefined || b === undefined) return unknown('dynamic', place, 'swapped axes');
  const order = [...dims.keys()];
  const [p, q] = [atAxis(a, dims.length), atAxis(b, dims.length)];
  if (!order.includes(p) || !order.includes(q)) return unknown('undefined', place, 'an axis that is not there');
  return transposed(state.shape, order.with(p, q).with(q, p), place);
});

const movedAxis: Transfer = moved(({ bound, place }, state) => {
  const dims = valueOf(state.shape);
  const [from, to] = [asNumber(bound('source')), asNumber(bound('destination'))];
  if (!dims || from === undefined || to === undefined) return unknown('dynamic', place, 'a moved axis');
  const at = atAxis(from, dims.length);
  return known(dims.toSpliced(at, 1).toSpliced(atAxis(to, dims.length), 0, dims[at] ?? null), place, 'library');
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

const sorted: Transfer = onArray(({ m, name, place }, state) =>
  derive(m, state, place, { order: unknown('dynamic', place, 'sorted') }, { kind: 'sort', place, by: name }),
);

const names = (module: readonly string[], ...functions: readonly string[]): readonly string[] =>
  functions.flatMap((one) => module.map((prefix) => `${prefix}.${one}`));

const everywhere = ['numpy', 'tf', 'keras.ops', 'keras.backend'];

export const numpyShapeTransfers: TransferTable = table({
  ...forAll(
    names(everywhere, 'reshape'),
    moved(({ m, bound, place }, state) => reshaped(m, state.shape, bound('newshape', 'shape'), place)),
  ),
  ...forAll(
    ['numpy.ravel', 'keras.backend.flatten', 'keras.ops.ravel'],
    moved((_, state) => flattened(state.shape)),
  ),
  ...forAll(
    names(everywhere, 'squeeze'),
    moved(({ bound, place }, state) => squeezed(state.shape, asNumber(bound('axis')), place)),
  ),
  ...forAll(
    names(everywhere, 'expand_dims'),
    moved(({ bound, place, name }, state) => {
      const given = bound('axis', 'dim');
      const axis = given ? asNumber(given) : name === 'keras.backend.expand_dims' ? -1 : undefined;
      return axis === undefined ? unknown('dynamic', place, 'an added axis') : expanded(state.shape, axis);
    }),
  ),
  ...forAll(names(everywhere, 'transpose', 'permute_dimensions'), permuted),
  'numpy.swapaxes': swapped,
  ...forAll(['numpy.moveaxis'], movedAxis),
  'numpy.rollaxis': moved(({ place }) => unknown('not-modelled', place, 'rollaxis')),
  ...forAll(names(everywhere, 'tile', 'repeat'), repeated),
  ...forAll(
    [
      ...names(['numpy'], 'flip', 'fliplr', 'flipud', 'roll', 'rot90'),
      'tf.reverse',
      'tf.roll',
      'keras.ops.flip',
      'keras.ops.roll',
    ],
    rearranged,
  ),
  ...forAll(names(everywhere, 'pad'), padded),
  ...forAll([...names(['numpy'], 'split', 'array_split', 'vsplit', 'hsplit'), 'tf.split', 'keras.ops.split'], split),
  'numpy.delete': deleted,
  'numpy.atleast_1d': atLeast(1),
  'numpy.atleast_2d': atLeast(2),
  'numpy.atleast_3d': moved(({ place }) => unknown('not-modelled', place, 'atleast_3d')),
  'numpy.lib.stride_tricks.sliding_window_view': windows,
  ...forAll(['numpy.sort', 'tf.sort', 'keras.ops.sort'], sorted),
  'numpy.broadcast_to': moved(({ m, bound, place }, state) => reshaped(m, state.shape, bound('shape'), place)),
  'numpy.resize': moved(({ m, bound, place }, state) => reshaped(m, state.shape, bound('new_shape'), place)),
});
