/** numpy: arrays joined to one, along an axis they have or a new one. */
import { forAll, table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import type { LabelKind, Range } from '../../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import { looseItems } from '../../python/collections';
import type { DataState, DataValue } from '../../data/data-state';
import { joinFacts } from '../../python/join';
import { joinData } from '../../data/data-join';
import type { Machine } from '../../python/machine';
import { asNumber, isNone, type Value } from '../../python/value';
import type { Shape } from '../../../facts/training';
import { derivedState, historyOf, makeData, mixed, originsOf, stateOf } from '../../data/data-access';
import { atAxis, flattened, joinedShape, resized } from '../../data/data-shapes';
import { isFloat, promote } from '../../data/data-types';
import { type Transfer, type TransferContext, type TransferTable } from '../transfer';
import { arrayOfItems } from '../../data/data-items';
import { holdsSymbolic, symbolicCall } from '../../python/symbolic';

const defaultAxis: Readonly<Record<string, number>> = table({ hstack: 1, column_stack: 1, dstack: 2, c_: 1, concatenate: 0 });

/** Arrays joined along an axis: known is what holds for all. */
export const concatenate: Transfer = (context) => {
  const { m, name, args, bound, place } = context;
  const short = name.split('.').at(-1) ?? name;
  const parts = short === 'append' ? undefined : (args.positional[0] ?? bound('arrays', 'tup', 'values', 'xs', 'tensors'));
  const [first, second] = args.positional;
  if (args.positional.some((value) => holdsSymbolic(m, value)) || holdsSymbolic(m, parts)) return symbolicCall(context);
  const values = parts ? (looseItems(m, parts) ?? [parts]) : [first, second].filter((value) => value !== undefined);
  const axis = axisOf(context, short);
  return joined(m, values, short, axis, name, place);
};

function axisOf({ bound, name }: TransferContext, short: string): number | undefined | 'flat' {
  const given =
    short === 'append'
      ? bound('axis')
      : short === 'concatenate' || short === 'concat' || short === 'stack'
        ? bound('axis')
        : undefined;
  if (given) return isNone(given) ? 'flat' : asNumber(given);
  if (short === 'append') return 'flat';
  return name === 'keras.backend.concatenate' ? -1 : (defaultAxis[short] ?? 0);
}

/** What is known of the arrays together. */
export function joined(
  m: Machine,
  values: readonly Value[],
  short: string,
  axis: number | undefined | 'flat',
  name: string,
  place: Place,
): Value {
  const items = values.filter((value) => value.kind !== 'gap');
  const gaps = values.filter((value) => value.kind === 'gap');
  const states = items.map((item) => partOf(m, item, short, place)?.state);
  const [first] = states;
  if (!first || states.includes(undefined) || gaps.some((gap) => gap.why.reason !== 'loop')) return mixed(m, values, place, name);
  const all = (states as readonly DataState[]).filter((state, i) => all0(state) || i === 0);
  const whole = all.reduce((a, b) => joinData(m, a, b, place));
  const types = all.map((state) => valueOf(state.dtype));
  const dtype = types.reduce((a, b) => promote(a, b));
  const shape = gaps.length > 0 ? withUnknownLength(all, short, axis, place) : shapeOf(all, short, axis, place);
  const rows = axis === 0 || axis === 'flat' || (valueOf(all[0]?.shape)?.length ?? 0) < 2;
  const { labelKind, order, shares } = rows
    ? ofRows(all, place)
    : { labelKind: unknown('dynamic', place, 'columns side by side'), order: sameOrder(all, place), shares: undefined };
  return makeData(m, place, {
    ...derivedState(whole, {}),
    container: 'array',
    name: undefined,
    origins: originsOf(all),
    dtype: dtype === undefined ? unknown('dynamic', place, 'joined arrays of different types') : known(dtype, place),
    labelKind,
    shares: gaps.length > 0 ? undefined : shares,
    shape,
    ...historyOf(all),
    featureSpread: unknown('dynamic', place, 'joined arrays'),
    order: gaps.length > 0 ? unknown('loop', place, 'joined arrays') : all.length === 1 ? (all[0]?.order ?? order) : order,
  });
}

/** `np.empty((0, 784))` at the start of a loop that appends adds nothing. */
const all0 = (state: DataState): boolean => valueOf(state.shape)?.includes(0) !== true;

function partOf(m: Machine, value: Value, short: string, place: Place): { readonly state: DataState } | undefined {
  const data: DataValue | undefined = arrayOfItems(m, value, place);
  if (!data) return undefined;
  const state = stateOf(m, data);
  const dims = valueOf(state.shape);
  // Column vectors: `np.c_[x, y]` and `column_stack` take a vector as a column, `vstack` as a row.
  if (dims?.length === 1 && (short === 'c_' || short === 'column_stack'))
    return { state: { ...state, shape: known([...dims, 1], place) } };
  if (dims?.length === 1 && (short === 'vstack' || short === 'row_stack'))
    return { state: { ...state, shape: known([1, ...dims], place) } };
  return { state };
}

function shapeOf(states: readonly DataState[], short: string, axis: number | undefined | 'flat', place: Place): Fact<Shape> {
  const shapes = states.map((state) => state.shape);
  if (axis === 'flat') return joinedShape(shapes.map(flattened), 0, place);
  if (axis === undefined) return unknown('dynamic', place, 'the axis along which arrays are joined');
  if (short === 'stack') {
    const [first] = shapes;
    return first
      ? mapFact(first, (dims) => dims.toSpliced(axis < 0 ? dims.length + 1 + axis : axis, 0, states.length))
      : unknown('dynamic', place, short);
  }
  const rank = valueOf(shapes[0])?.length;
  if (short === 'hstack' && rank === 1) return joinedShape(shapes, 0, place);
  if (short === 'dstack')
    return rank === 3 ? joinedShape(shapes, 2, place) : unknown('not-modelled', place, 'dstack of arrays without depth');
  return joinedShape(shapes, axis, place);
}

function withUnknownLength(
  states: readonly DataState[],
  short: string,
  axis: number | undefined | 'flat',
  place: Place,
): Fact<Shape> {
  const shape = shapeOf(states, short, axis, place);
  if (axis === 'flat' || axis === undefined) return known([null], place);
  return mapFact(shape, (dims) => resized(dims, atAxis(axis, dims.length), null));
}

function sameOrder(states: readonly DataState[], place: Place): DataState['order'] {
  return states.map((state) => state.order).reduce((a, b) => joinFacts(a, b, place));
}

/** One array of rows after the other: labels given class by class are class-ordered. */
function ofRows(states: readonly DataState[], place: Place): Pick<DataState, 'labelKind' | 'order' | 'shares'> {
  const ranges = states.map((state) => valueOf(state.range));
  const constants =
    states.length > 1 &&
    states.every(
      (state, i) =>
        state.stepsComplete && state.origins.length > 0 && ranges[i]?.min === ranges[i]?.max && ranges[i] !== undefined,
    );
  const labelKind = states
    .map((state) => state.labelKind)
    .reduce<Fact<LabelKind>>(
      (a, b) => joinFacts(a, b, place),
      states[0]?.labelKind ?? unknown('dynamic', place, 'joined arrays'),
    );
  if (constants) {
    const kind = constantsKind(ranges as Range[], isFloat(valueOf(states[0]?.dtype)), place);
    const distinct = new Set(ranges.map((range) => range?.min)).size;
    return {
      labelKind: kind,
      shares: sharesOfParts(states),
      order: distinct === states.length ? known('class-ordered', place) : unknown('dynamic', place, 'joined arrays'),
    };
  }
  // Parts of one array put together again, as the rows left of a fold, stay in order.
  const [first] = states;
  const parts = first?.slicedFrom !== undefined && states.every((state) => state.slicedFrom === first.slicedFrom);
  const order =
    parts ||
    states.every(
      (state) =>
        valueOf(state.order) === 'shuffled' && state.origins.length === 1 && state.origins[0]?.id === first?.origins[0]?.id,
    );
  return {
    labelKind: onlySure(labelKind, states, place),
    shares: undefined,
    order: order ? sameOrder(states, place) : unknown('dynamic', place, 'joined arrays'),
  };
}

/** Of labels that are joined class by class: how many of all each class has. */
function sharesOfParts(states: readonly DataState[]): DataState['shares'] {
  const counts = new Map<number, number>();
  for (const state of states) {
    const [id, count] = [valueOf(state.range)?.min, valueOf(state.shape)?.[0]];
    if (id === undefined || typeof count !== 'number') return undefined;
    counts.set(id, (counts.get(id) ?? 0) + count);
  }
  const total = [...counts.values()].reduce((a, b) => a + b, 0);
  return total === 0 ? undefined : [...counts].toSorted(([a], [b]) => a - b).map(([, count]) => count / total);
}

/** Class ids of parts that differ in their classes are joined to more classes. */
function onlySure(kind: Fact<LabelKind>, states: readonly DataState[], place: Place): Fact<LabelKind> {
  return states.length > 1 && kind.kind === 'unknown' && kind.reason === 'branch'
    ? unknown('dynamic', place, 'joined labels of different kinds')
    : kind;
}

/** `concatenate([zeros(50), ones(50)])`: labels, class after class. */
function constantsKind(ranges: readonly Range[], float: boolean, place: Place): Fact<LabelKind> {
  const numbers = [...new Set(ranges.map((range) => range.min))].toSorted((a, b) => a - b);
  if (numbers.join() === '0,1') return known({ kind: 'binary', encoding: float ? 'float' : 'integer' }, place);
  if (numbers.join() === '-1,1') return known({ kind: 'binary', encoding: 'minus-one-one' }, place);
  const [first = 0] = numbers;
  const consecutive = numbers.length > 1 && numbers.every((one, i) => one === first + i);
  return consecutive
    ? known({ kind: 'class-ids', classes: numbers.length, first }, place)
    : unknown('dynamic', place, 'joined arrays');
}

export const joinsBySubscript = (name: string): boolean => name === 'numpy.c_' || name === 'numpy.r_';

/** `np.c_[a, b]`, `np.r_[a, b]`: indexing joins. */
export function joinBySubscript(m: Machine, name: string, index: Value, place: Place): Value {
  const short = name.split('.').at(-1) ?? name;
  const values = index.kind === 'tuple' ? index.items : [index];
  return joined(m, values, short, short === 'c_' ? 1 : 0, name, place);
}

export const numpyJoinTransfers: TransferTable = table({
  ...forAll(
    ['concatenate', 'vstack', 'row_stack', 'hstack', 'dstack', 'stack', 'column_stack', 'append'].map((one) => `numpy.${one}`),
    concatenate,
  ),
  ...forAll(
    [
      'tf.concat',
      'tf.stack',
      'keras.ops.concatenate',
      'keras.ops.stack',
      'keras.ops.append',
      'keras.backend.concatenate',
      'keras.backend.stack',
    ],
    concatenate,
  ),
});
