/** Columns and rows of data frames: `df['y']`, `df[['a', 'b']]`, `df.iloc[:, 1:]`, `df.loc[mask, 'y']`. */
import type { Place } from '../../text/place';
import type { DataStep } from '../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../facts/fact';
import { itemsOf } from '../python/collections';
import type { DataColumn, DataState, DataValue } from './data-state';
import { joinFacts } from '../python/join';
import type { Machine } from '../python/machine';
import { asNumber, asString, isNone, type Value } from '../python/value';
import { derivedState, historyOf, makeData, originsOf, stateOf } from './data-access';
import { isWhole, orderAfterPicking, partKind, permutedBy, sliceLength } from './data-select';
import { promote } from './data-types';

/** A selection by label, mask or position. */
export function selectFrame(m: Machine, data: DataValue, state: DataState, index: Value, place: Place): DataValue {
  const result = (next: DataState): DataValue => makeData(m, place, { ...next, view: undefined, slicedFrom: data.id });
  if (state.view) {
    const parts = index.kind === 'tuple' ? index.items : [index];
    const rows = parts[0] ? pickRows(m, state, parts[0], place) : state;
    return result(parts[1] ? pickColumns(m, rows, parts[1], state.view.by, place) : rows);
  }
  if (index.kind === 'data' || index.kind === 'object') return result(pickRows(m, state, index, place));
  return result(pickColumns(m, state, index, 'loc', place));
}

const slicing = (place: Place, by = 'subscript'): DataStep => ({ kind: 'slice', place, by });

/** Rows by a slice, a mask or numbers; one row for a number. */
function pickRows(m: Machine, state: DataState, rows: Value, place: Place): DataState {
  if (isWhole(rows)) return state;
  const count = valueOf(state.shape)?.[0] ?? null;
  if (rows.kind === 'object' && rows.type === 'builtins.slice')
    return withRows(state, sliceLength(count, rows), state.order, slicing(place));
  if (rows.kind === 'data') {
    const by = stateOf(m, rows);
    const order = orderAfterPicking(state, by, place);
    const length = valueOf(by.dtype) === 'bool' ? null : (valueOf(by.shape)?.[0] ?? null);
    const shuffled = valueOf(order) === 'shuffled' && valueOf(state.order) !== 'shuffled';
    const next = withRows(state, length, order, shuffled ? permutedBy(by, place) : slicing(place));
    return by.part ? { ...next, part: by.part } : next;
  }
  if (rows.kind === 'const')
    return {
      ...derivedState(state, { shape: mapFact(state.shape, (dims) => dims.slice(1)) }, slicing(place)),
      container: 'array',
    };
  return withRows(state, itemsOf(m, rows)?.length ?? null, unknown('dynamic', place, 'rows that are not known'), slicing(place));
}

/** The same columns over other rows. */
export function withRows(state: DataState, count: number | null, order: DataState['order'], step: DataStep): DataState {
  const each = (one: DataState): DataState =>
    derivedState(one, { order, shape: mapFact(one.shape, (dims) => [count, ...dims.slice(1)]) }, step);
  return { ...each(state), columns: mapColumns(state.columns, each), name: state.name };
}

export function mapColumns(columns: DataState['columns'], change: (state: DataState) => DataState): DataState['columns'] {
  return (
    columns && {
      known: columns.known.map(({ label, state }) => ({ label, state: change(state) })),
      rest: columns.rest && change(columns.rest),
    }
  );
}

/** A column for one label or position, else a frame of several. */
function pickColumns(m: Machine, state: DataState, columns: Value, by: 'iloc' | 'loc', place: Place): DataState {
  if (isWhole(columns)) return state;
  const all = state.columns?.rest === undefined ? state.columns?.known : undefined;
  if (by === 'iloc' || (columns.kind === 'const' && typeof columns.value === 'number')) {
    const at = asNumber(columns);
    if (at !== undefined) return by === 'iloc' ? columnState(state, all?.at(at), place) : column(state, String(at), place);
    if (columns.kind === 'object' && columns.type === 'builtins.slice') {
      const width = all?.length ?? valueOf(state.shape)?.[1] ?? null;
      const [lower, upper] = columns.args.positional.map((bound) => (isNone(bound) ? undefined : (asNumber(bound) ?? null)));
      const chosen = all && lower !== null && upper !== null ? all.slice(lower, upper) : undefined;
      if (chosen) return frameOf(state, chosen, place);
      return someColumns(state, sliceLength(width, columns) ?? ends(columns), place);
    }
    const positions = itemsOf(m, columns)?.map(asNumber);
    const chosen = positions?.map((one) => (one === undefined ? undefined : all?.at(one)));
    if (chosen && !chosen.includes(undefined)) return frameOf(state, chosen as DataColumn[], place);
    return someColumns(state, positions?.length ?? null, place);
  }
  const label = asString(columns);
  if (label !== undefined) return column(state, label, place);
  const labels = itemsOf(m, columns)?.map(asString);
  if (labels && !labels.includes(undefined)) return byLabels(state, labels as string[], place);
  if (columns.kind === 'object' && columns.type === 'builtins.slice')
    return someColumns(state, labelSlice(all, columns.args.positional), place);
  // `df[name]` with a name that is not known: a column, or several.
  const unclear = unknown('dynamic', place, 'columns that are not known');
  return { ...someColumns(state, null, place), shape: unclear };
}

/** `iloc[:, 1:5]` of a frame of unknown width: four columns, if the frame has them, as a program that runs does. */
function ends(slice: Extract<Value, { kind: 'object' }>): number | null {
  const [lower, upper, stride] = slice.args.positional;
  const [from, to] = [isNone(lower) ? 0 : asNumber(lower), asNumber(upper)];
  if (from === undefined || to === undefined || !(isNone(stride) || asNumber(stride) === 1)) return null;
  return from >= 0 === to >= 0 && to > from ? to - from : null;
}

function labelSlice(all: readonly DataColumn[] | undefined, [lower, upper]: readonly Value[]): number | null {
  const position = (bound: Value | undefined, fallback: number): number | undefined =>
    isNone(bound) ? fallback : all?.findIndex(({ label }) => label === asString(bound));
  const [from, to] = [position(lower, 0), position(upper, (all?.length ?? 0) - 1)];
  return all && from !== undefined && to !== undefined && from >= 0 && to >= from ? to - from + 1 : null;
}

/** The column of this label: as it was last written, else a part of the rest. */
export function column(state: DataState, label: string, place: Place): DataState {
  return columnState(
    state,
    state.columns?.known.find((one) => one.label === label),
    place,
  );
}

function columnState(state: DataState, found: DataColumn | undefined, place: Place): DataState {
  if (found) return { ...found.state, container: 'dataframe', steps: [...found.state.steps, slicing(place)] };
  const rest = state.columns?.rest ?? state;
  const shape: DataState['shape'] = mapFact(state.shape, (dims) => dims.slice(0, 1));
  return derivedState(
    rest,
    {
      shape: shape.kind === 'known' ? shape : known([null], place),
      order: state.order,
      labelKind: partKind(rest, place),
      featureSpread: unknown('dynamic', place, 'a column'),
    },
    slicing(place),
  );
}

function byLabels(state: DataState, labels: readonly string[], place: Place): DataState {
  const chosen = labels.map((label) => state.columns?.known.find((one) => one.label === label));
  if (state.columns && !chosen.includes(undefined)) return frameOf(state, chosen as DataColumn[], place);
  const written = chosen.filter((one) => one !== undefined);
  const rest = state.columns?.rest ?? state;
  if (written.length > 0)
    return frameOf(
      state,
      labels.map((label, i) => chosen[i] ?? { label, state: columnState(state, undefined, place) }),
      place,
    );
  return someColumns(rest, labels.length, place, state);
}

/** A frame of these columns. */
export function frameOf(state: DataState, columns: readonly DataColumn[], place: Place): DataState {
  return { ...combined(state, columns, undefined, place), columns: { known: columns } };
}

/** Columns of which only the number is known. */
export function someColumns(rest: DataState, count: number | null, place: Place, frame: DataState = rest): DataState {
  const rows = valueOf(frame.shape)?.[0] ?? null;
  return {
    ...derivedState(
      rest,
      { shape: known([rows, count], place), order: frame.order, labelKind: partKind(rest, place) },
      slicing(place),
    ),
    columns: rest.columns,
  };
}

/** What holds for a frame as a whole: what its columns have in common. */
export function combined(base: DataState, columns: readonly DataColumn[], rest: DataState | undefined, place: Place): DataState {
  const states = [...columns.map(({ state }) => state), ...(rest ? [rest] : [])];
  const [first] = states;
  if (!first) return base;
  const ranges = states.map((state) => valueOf(state.range));
  const types = states.map((state) => valueOf(state.dtype));
  const dtype = types.reduce((a, b) => promote(a, b));
  const rows = states.map((state) => valueOf(state.shape)?.[0] ?? null).find((count) => count !== null) ?? null;
  return {
    ...base,
    container: 'dataframe',
    items: undefined,
    view: undefined,
    origins: originsOf(states),
    originsComplete: states.every((state) => state.originsComplete),
    shape: known([rows, rest ? widthOf(base) : columns.length], place),
    dtype: dtype === undefined ? unknown('dynamic', place, 'columns of different types') : known(dtype, place),
    range: ranges.includes(undefined)
      ? unknown('dynamic', place, 'columns of different ranges')
      : known(
          { min: Math.min(...ranges.map((one) => one?.min ?? 0)), max: Math.max(...ranges.map((one) => one?.max ?? 0)) },
          place,
        ),
    featureSpread: unknown('dynamic', place, 'columns'),
    ...historyOf(states),
    labelKind: states
      .map((state) => state.labelKind)
      .reduce<Fact<NonNullable<ReturnType<typeof valueOf<DataState['labelKind'] extends Fact<infer K> ? K : never>>>>>(
        (a, b) => joinFacts(a, b, place),
        first.labelKind,
      ),
    order: states.map((state) => state.order).reduce((a, b) => joinFacts(a, b, place)),
  };
}

const widthOf = (state: DataState): number | null => valueOf(state.shape)?.[1] ?? null;

/** `df[label] = value`: the column is new or changed, the others stay. */
export function withColumn(frame: DataState, label: string, value: DataState, place: Place): DataState {
  const before = frame.columns ?? { known: [], rest: { ...frame, columns: undefined } };
  const at = before.known.findIndex((one) => one.label === label);
  const added = { label, state: value };
  const columns = at === -1 ? [...before.known, added] : before.known.with(at, added);
  const next = combined(frame, columns, before.rest, place);
  const width = widthOf(frame);
  const rows = valueOf(frame.shape)?.[0] ?? null;
  const shape = before.rest === undefined ? next.shape : known([rows, at === -1 ? null : width], place);
  return { ...next, name: frame.name, shape, columns: { known: columns, rest: before.rest } };
}

/** The frame without these columns. */
export function withoutColumns(frame: DataState, labels: readonly string[], place: Place): DataState {
  const { known: columns, rest } = frame.columns ?? { known: [], rest: frame };
  const left = columns.filter(({ label }) => !labels.includes(label));
  const step = slicing(place, 'drop');
  if (rest === undefined) return frameOf(frame, left, place);
  const width = widthOf(frame);
  const shape = known([valueOf(frame.shape)?.[0] ?? null, width === null ? null : width - labels.length], place);
  if (left.length === 0)
    return { ...derivedState(rest, { labelKind: partKind(rest, place), shape, order: frame.order }, step), name: frame.name };
  return { ...combined(frame, left, rest, place), shape, columns: { known: left, rest } };
}
