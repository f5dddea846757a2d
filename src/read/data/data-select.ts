/** Reading parts of arrays: `x[rows, columns]`, masks, permutations; columns and rows of data frames. */
import type { Place } from '../../text/place';
import type { DataStep } from '../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../facts/fact';
import { entriesOf, looseItems, makeList } from '../python/collections';
import type { DataState, DataValue } from './data-state';
import { notKnown, type Machine } from '../python/machine';
import { asNumber, asString, isNone, type ObjectRef, type Value } from '../python/value';
import type { Shape } from '../../facts/training';
import { derive, derivedState, elementOf, makeData, stateOf } from './data-access';
import { selectFrame } from './data-frames';
import { describeLiteral, readLiteral } from './data-literals';

/** `x[index]`: rows, columns or a mask; a column of a data frame. */
export function selectData(m: Machine, data: DataValue, index: Value, place: Place): Value {
  const state = stateOf(m, data);
  if (state.container === 'dataset' || state.container === 'generator') return batchOf(m, data, state, place);
  if (state.container === 'dataframe') return selectFrame(m, data, state, index, place);
  if (state.element && asString(index) !== undefined) {
    const found = entriesOf(m, state.element)?.entries.get(`s${asString(index) ?? ''}`)?.value;
    if (found) return found;
  }
  const parts = index.kind === 'tuple' ? index.items : [index];
  return literalPart(m, state, parts, place) ?? part(m, data, state, parts, place);
}

/** `generator[0]`: a batch. */
function batchOf(m: Machine, data: DataValue, state: DataState, place: Place): Value {
  return state.element ? elementOf(m, data, place) : notKnown(m, 'dynamic', place, 'a batch');
}

function part(m: Machine, data: DataValue, state: DataState, parts: readonly Value[], place: Place): Value {
  const rows = parts[0];
  const picking = rows?.kind === 'data' ? stateOf(m, rows) : undefined;
  if (picking && parts.length === 1 && isTable(state, picking)) return lookedUp(m, state, picking, place);
  const order = picking ? orderAfterPicking(state, picking, place) : rowOrder(state, rows, place);
  const shuffled = picking !== undefined && valueOf(order) === 'shuffled' && valueOf(state.order) !== 'shuffled';
  const step: DataStep = shuffled ? permutedBy(picking, place) : { kind: 'slice', place, by: 'subscript' };
  const inner = parts.slice(1).some((one) => !isWhole(one) && !isNewAxis(one));
  const ellipsis = parts.some(isEllipsis);
  return derive(
    m,
    state,
    place,
    {
      shape: selectedShape(m, state.shape, parts, place),
      slicedFrom: data.id,
      order,
      ...(isMovingSlice(m, rows) ? { window: true as const } : {}),
      ...(picking?.part ? { part: picking.part } : {}),
      ...(fewerClasses(state, rows, picking) ? { labelKind: unknown('dynamic', place, 'the classes of some rows') } : {}),
      ...(inner || ellipsis
        ? { labelKind: partKind(state, place), featureSpread: unknown('dynamic', place, 'some columns') }
        : {}),
      ...(picking && !picking.originsComplete ? { originsComplete: state.originsComplete } : {}),
    },
    step,
  );
}

/** `x[i : i + 60]` in a loop: both ends are given, and at least one of them moves. */
function isMovingSlice(m: Machine, rows: Value | undefined): boolean {
  if (m.loops.length === 0 || rows?.kind !== 'object' || rows.type !== 'builtins.slice') return false;
  const [lower, upper] = rows.args.positional;
  return (
    !!lower &&
    !!upper &&
    !isNone(lower) &&
    !isNone(upper) &&
    !(lower.kind === 'const' && upper.kind === 'const' && lower.from === 'source' && upper.from === 'source')
  );
}

/** `np.eye(10)[y]`: the rows of a small table chosen by labels, which then are what the result is made of. */
const isTable = (table: DataState, rows: DataState): boolean =>
  rows.picks === undefined &&
  valueOf(rows.dtype) !== 'bool' &&
  table.origins.length === 1 &&
  /\.(eye|identity)$/.test(table.origins[0]?.name ?? '');

function lookedUp(m: Machine, table: DataState, rows: DataState, place: Place): Value {
  const width = valueOf(table.shape)?.[1] ?? null;
  return derive(
    m,
    rows,
    place,
    {
      container: 'array',
      shape: mapFact(rows.shape, (dims) => [...dims, width]),
      dtype: table.dtype,
      range: table.range,
      labelKind: table.labelKind,
      featureSpread: unknown('dynamic', place, 'one-hot rows'),
    },
    { kind: 'one-hot', place, by: table.origins[0]?.name ?? 'numpy.eye' },
  );
}

/** A mask, or the first rows of data that comes class by class, may leave out whole classes. */
function fewerClasses(state: DataState, rows: Value | undefined, picking: DataState | undefined): boolean {
  if (valueOf(state.labelKind)?.kind !== 'class-ids') return false;
  if (picking) return picking.part === undefined && (valueOf(picking.dtype) === 'bool' || picking.picks === 'in-order');
  return rows?.kind === 'object' && !isWhole(rows) && valueOf(state.order) === 'class-ordered';
}

/** Values of one column need not be like those of all: only what holds for every single number stays. */
export function partKind(state: DataState, place: Place): DataState['labelKind'] {
  const kind = valueOf(state.labelKind);
  if (!kind) return state.labelKind;
  if (kind.kind === 'binary') return state.labelKind;
  if (kind.kind === 'one-hot')
    return known(
      { kind: 'binary', encoding: valueOf(state.dtype)?.startsWith('float') === true ? 'float' : 'integer' },
      place,
      'library',
    );
  return state.origins.every((one) => one.kind === 'random') && state.originsComplete && state.stepsComplete
    ? state.labelKind
    : unknown('dynamic', place, 'the values of some columns');
}

/** Rows in the random order of these numbers. */
export function permutedBy(rows: DataState, place: Place): DataStep {
  return { kind: 'shuffle', place, by: 'permutation', drawn: rows.steps.findLast(({ kind }) => kind === 'shuffle')?.drawn };
}

/** A mask keeps the order of the rows, a permutation gives them a random one. */
export function orderAfterPicking(state: DataState, rows: DataState, place: Place): DataState['order'] {
  if (rows.picks === 'in-order' || valueOf(rows.dtype) === 'bool') return state.order;
  if (rows.picks === 'shuffled' || valueOf(rows.order) === 'shuffled') return known('shuffled', place, 'library');
  // The labels that the numbers were sorted by; an array beside them has no order of its own to tell.
  if (rows.picks === 'by-class' && valueOf(state.labelKind) && state.origins.some(({ id }) => id === rows.origins[0]?.id))
    return known('class-ordered', place, 'library');
  if (
    rows.origins.length === 1 &&
    rows.origins[0]?.name === 'numpy.arange' &&
    rows.stepsComplete &&
    valueOf(rows.order) === 'as-loaded'
  )
    return state.order;
  return unknown('dynamic', place, 'rows picked by numbers that are not known');
}

/** Slices of rows keep their order, also backwards a class after the other stays so. */
function rowOrder(state: DataState, rows: Value | undefined, place: Place): DataState['order'] {
  if (rows === undefined || rows.kind === 'object' || rows.kind === 'const' || isNewAxis(rows) || isEllipsis(rows))
    return state.order;
  return valueOf(state.order) === 'shuffled' ? state.order : unknown('dynamic', place, 'rows that are not known');
}

/** Of arrays written in the program the part can be computed. */
function literalPart(m: Machine, state: DataState, parts: readonly Value[], place: Place): Value | undefined {
  if (!state.items || parts.length > 2) return undefined;
  const [rows, columns] = parts;
  const picked = rows && pick(state.items, rows);
  if (!picked) return undefined;
  let items: readonly Value[] | Value = picked;
  if (columns) {
    if (!Array.isArray(picked)) return undefined;
    const cells = (picked as readonly Value[]).map((row) => {
      const inner = looseItems(m, row);
      const cell = inner && pick(inner, columns);
      return Array.isArray(cell) ? makeList(m, cell as readonly Value[], place) : (cell as Value | undefined);
    });
    if (cells.includes(undefined)) return undefined;
    items = cells as Value[];
  }
  if (!Array.isArray(items)) {
    const one = items as Value;
    const inner = looseItems(m, one);
    if (!inner) return one;
    items = inner;
  }
  const list = items as readonly Value[];
  const literal = readLiteral(m, list);
  if (!literal) return undefined;
  const facts = describeLiteral(literal, valueOf(state.dtype), place);
  const order = valueOf(facts.order) === 'class-ordered' ? facts.order : state.order;
  return makeData(m, place, {
    ...derivedState(state, { ...facts, order, items: list }, { kind: 'slice', place, by: 'subscript' }),
  });
}

/** One item, or several by a slice; undefined where the index is not known. */
function pick(items: readonly Value[], index: Value): readonly Value[] | Value | undefined {
  const at = asNumber(index);
  if (at !== undefined) return items.at(at);
  if (index.kind !== 'object' || index.type !== 'builtins.slice') return undefined;
  const [lower, upper, stride] = index.args.positional;
  const bounds = [lower, upper].map((bound) => (isNone(bound) ? undefined : (asNumber(bound) ?? null)));
  if (bounds.includes(null) || !(isNone(stride) || asNumber(stride) === 1)) return undefined;
  return items.slice(bounds[0] ?? undefined, bounds[1] ?? undefined);
}

export const isNewAxis = (value: Value): boolean => isNone(value) || (value.kind === 'library' && value.name.endsWith('newaxis'));
const isEllipsis = (value: Value): boolean => value.kind === 'library' && value.name === 'builtins.Ellipsis';
/** `:` */
export const isWhole = (value: Value): boolean =>
  value.kind === 'object' && value.type === 'builtins.slice' && value.args.positional.every((bound) => isNone(bound));

export function selectedShape(m: Machine, shape: Fact<Shape>, parts: readonly Value[], place: Place): Fact<Shape> {
  const dims = valueOf(shape);
  if (!dims) return shape;
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'data' && valueOf(stateOf(m, only).dtype) === 'bool') {
    const rank = valueOf(stateOf(m, only).shape)?.length ?? 1;
    return known([null, ...dims.slice(rank)], place, 'library');
  }
  const out: (number | null)[] = [];
  let axis = 0;
  for (const one of parts) {
    if (isEllipsis(one)) {
      const used = parts.filter((other) => !isEllipsis(other) && !isNewAxis(other)).length;
      const upTo = dims.length - used + axis - parts.slice(0, parts.indexOf(one)).filter((other) => !isNewAxis(other)).length;
      while (axis < upTo) out.push(dims[axis++] ?? null);
    } else if (isNewAxis(one)) out.push(1);
    else if (one.kind === 'object' && one.type === 'builtins.slice') out.push(sliceLength(dims[axis++] ?? null, one));
    else if (one.kind === 'const') axis += 1;
    else {
      const picked = pickedCount(m, one);
      if (picked === undefined) return unknown('dynamic', place, 'an index that is not known');
      out.push(...picked);
      axis += 1;
    }
  }
  if (axis > dims.length) return unknown('undefined', place, 'more indices than axes');
  return known([...out, ...dims.slice(axis)], place);
}

/** The axes an array or list of row numbers leaves; none for a single number. */
function pickedCount(m: Machine, index: Value): Shape | undefined {
  if (index.kind === 'data') {
    const state = stateOf(m, index);
    return valueOf(state.dtype) === 'bool' ? [null] : valueOf(state.shape);
  }
  const items = looseItems(m, index);
  if (items) return [items.some((item) => item.kind === 'gap') ? null : items.length];
  // A number that is not known is far more often one row than an array of rows, but it is not certain.
  return index.kind === 'unknown' && (index.why.detail === 'a loop counter' || index.why.detail === 'a random number')
    ? []
    : undefined;
}

export function sliceLength(length: number | null, slice: ObjectRef): number | null {
  const [lower, upper, stride] = slice.args.positional;
  const by = isNone(stride) ? 1 : asNumber(stride);
  if (by === undefined) return null;
  if (isNone(lower) && isNone(upper)) return length === null ? null : Math.ceil(length / Math.abs(by));
  const bound = (value: Value | undefined, fallback: number): number | undefined => {
    if (isNone(value)) return fallback;
    const at = asNumber(value);
    return at === undefined ? undefined : at < 0 ? Math.max(0, (length ?? 0) + at) : Math.min(at, length ?? at);
  };
  // Of an axis of unknown length the first n are taken to be there; programs that ask for more get fewer.
  if (length === null) return null;
  if (by < 0) return null;
  const from = bound(lower, 0);
  const to = bound(upper, length);
  return from === undefined || to === undefined ? null : Math.max(0, Math.ceil((to - from) / by));
}
