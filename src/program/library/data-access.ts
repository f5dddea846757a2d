/** Making arrays, reading parts of them, and changing them in place. */
import type { Place } from '../../text/place';
import type { DataStep, Origin } from '../data';
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import { itemsOf } from '../interpreter/collections';
import { unknownData, type DataState } from '../interpreter/data-state';
import { notKnown, type Machine } from '../interpreter/machine';
import type { CallSite } from '../callsite';
import type { Shape } from '../training';
import { asNumber, asString, constant, isNone, tuple, type DataValue, type ObjectRef, type Value } from '../interpreter/value';

export const stateOf = (m: Machine, data: DataValue): DataState => m.store.read(data.id, '#state') as DataState;

export function makeData(m: Machine, place: Place, state: DataState): DataValue {
  const id = m.store.fresh();
  m.store.write(id, '#state', state);
  return { kind: 'data', id, place };
}

/** A new origin: data that comes into being at this call. */
export function origin(m: Machine, kind: Origin['kind'], name: string, place: Place, call?: CallSite): Origin {
  return { id: m.store.fresh(), kind, name, place, call };
}

/** Data whose values come from `base` by a step. */
export function derive(m: Machine, base: DataState, place: Place, change: Partial<DataState>, step?: DataStep): DataValue {
  return makeData(m, place, {
    ...base,
    items: undefined,
    ...change,
    steps: step ? [...(change.steps ?? base.steps), step] : (change.steps ?? base.steps),
  });
}

/** Data into which everything in `values` flowed and of which nothing else is known. */
export function mixed(m: Machine, values: readonly Value[], place: Place, detail: string): DataValue {
  const states = values.flatMap((value) => dataWithin(m, value)).map((data) => stateOf(m, data));
  const origins = new Map(states.flatMap((state) => state.origins).map((one) => [one.id, one]));
  const complete = states.every((state) => state.originsComplete) && values.every((value) => value.kind !== 'unknown');
  const container = states.find((state) => state.container === 'dataset')?.container ?? 'array';
  return makeData(m, place, unknownData(place, detail, { container, origins: [...origins.values()], originsComplete: complete }));
}

/** Arrays inside tuples, lists and dictionaries. */
export function dataWithin(m: Machine, value: Value | undefined): readonly DataValue[] {
  if (value?.kind === 'data') return [value];
  if (value?.kind === 'dict') {
    const state = m.store.read(value.id, '#entries') as { entries: ReadonlyMap<string, { value: Value }> };
    return [...state.entries.values()].flatMap((one) => dataWithin(m, one.value));
  }
  return itemsOf(m, value)?.flatMap((item) => dataWithin(m, item)) ?? [];
}

/** The number of samples: the first dimension. */
export function sampleCount(m: Machine, data: DataValue): number | undefined {
  const state = stateOf(m, data);
  return valueOf(state.shape)?.[0] ?? undefined;
}

/** What a loop over data sees: a row of an array, an element of a dataset. */
export function elementOf(m: Machine, data: DataValue, place: Place): Value {
  const state = stateOf(m, data);
  if (state.element) return state.element;
  return makeData(m, place, {
    ...state,
    items: undefined,
    shape: mapFact(state.shape, (shape) => shape.slice(1)),
    slicedFrom: data.id,
  });
}

/** The first variable an array or model is bound to is its name for people. */
export function nameData(m: Machine, value: Value, name: string): void {
  if ((value.kind === 'model' || value.kind === 'instance') && m.store.read(value.id, '#name') === undefined)
    m.store.write(value.id, '#name', name);
  if (value.kind !== 'data') return;
  const state = m.store.read(value.id, '#state') as DataState | undefined;
  if (state && state.name === undefined) m.store.write(value.id, '#state', { ...state, name });
}

/** `x[index]`: rows, columns or a mask; a column of a data frame. */
export function selectData(m: Machine, data: DataValue, index: Value, place: Place): Value {
  const state = stateOf(m, data);
  const step: DataStep = { kind: 'slice', place, by: 'subscript' };
  if (state.items && index.kind === 'const') {
    const at = asNumber(index);
    const item = at === undefined ? undefined : state.items.at(at);
    if (item?.kind === 'const') return item;
  }
  if (state.container === 'dataframe' && asString(index) !== undefined) {
    return derive(m, state, place, { shape: mapFact(state.shape, (shape) => shape.slice(0, 1)), slicedFrom: data.id }, step);
  }
  const parts = index.kind === 'tuple' ? index.items : [index];
  const shape =
    state.container === 'array' || state.container === 'tensor'
      ? selectShape(state.shape, parts, place)
      : unknown('dynamic', place, 'a part of a data frame');
  const rows = parts[0];
  const shuffled =
    rows?.kind === 'data' && stateOf(m, rows).order.kind === 'known' && valueOf(stateOf(m, rows).order) === 'shuffled';
  return derive(
    m,
    state,
    place,
    { shape, slicedFrom: data.id, ...(shuffled ? { order: known('shuffled', place) } : {}) },
    shuffled ? { ...step, kind: 'shuffle', by: 'permutation' } : step,
  );
}

function selectShape(shape: Fact<Shape>, parts: readonly Value[], place: Place): Fact<Shape> {
  const dims = valueOf(shape);
  if (!dims) return shape;
  const out: (number | null)[] = [];
  let axis = 0;
  for (const part of parts) {
    if (part.kind === 'library' && part.name === 'builtins.Ellipsis') {
      const rest = dims.length - (parts.length - 1) + parts.filter((one) => one.kind === 'const' && one.value === null).length;
      while (axis < rest) out.push(dims[axis++] ?? null);
    } else if (isNone(part) || (part.kind === 'library' && part.name.endsWith('newaxis'))) out.push(1);
    else if (part.kind === 'const') axis += 1;
    else if (part.kind === 'object' && part.type === 'builtins.slice') out.push(sliceLength(dims[axis++] ?? null, part));
    else {
      out.push(null);
      axis += 1;
    }
  }
  return known([...out, ...dims.slice(axis)], place);
}

export function sliceLength(length: number | null, slice: ObjectRef): number | null {
  const [lower, upper, stride] = slice.args.positional;
  const bound = (value: Value | undefined, fallback: number): number | undefined => {
    if (isNone(value)) return fallback;
    const at = asNumber(value);
    return at === undefined ? undefined : at < 0 ? Math.max(0, (length ?? 0) + at) : Math.min(at, length ?? at);
  };
  const by = isNone(stride) ? 1 : asNumber(stride);
  if (by === undefined) return null;
  if (length === null) {
    const end = asNumber(upper);
    return end !== undefined && end >= 0 && isNone(lower) && by === 1 ? end : null;
  }
  const from = bound(lower, 0);
  const to = bound(upper, length);
  return from === undefined || to === undefined ? null : Math.max(0, Math.ceil((to - from) / Math.abs(by)));
}

/** `x[i] = value`: the array keeps its shape; of its values no more is known than holds for both. */
export function noteArrayWrite(m: Machine, data: DataValue, key: Value, value: Value, place: Place): void {
  const state = stateOf(m, data);
  const written = value.kind === 'data' ? stateOf(m, value) : undefined;
  const why = unknown('dynamic', place, 'written element by element');
  const whole = state.container === 'dataframe' && asString(key) !== undefined;
  m.store.write(data.id, '#state', {
    ...state,
    items: undefined,
    origins: [...state.origins, ...(written?.origins ?? []).filter((one) => !state.origins.some((other) => other.id === one.id))],
    originsComplete: state.originsComplete && (written ? written.originsComplete : value.kind === 'const'),
    range: why,
    dtype: whole ? why : state.dtype,
    labelKind: why,
    featureSpread: why,
    steps: state.steps,
    stepsComplete: false,
  } satisfies DataState);
}

/** A shape written as a tuple, list or number. */
export function shapeFrom(m: Machine, value: Value | undefined): Shape | undefined {
  const one = asNumber(value);
  if (one !== undefined) return [one];
  const items = itemsOf(m, value);
  if (!items) return undefined;
  const dims = items.map((item) => (isNone(item) ? null : (asNumber(item) ?? undefined)));
  return dims.includes(undefined) ? undefined : (dims as Shape);
}

/** A shape as Python sees it. */
export const shapeValue = (m: Machine, shape: Shape, place: Place): Value =>
  tuple(
    shape.map((size) =>
      size === null
        ? notKnown(m, 'dynamic', place, 'a size that only exists at run time')
        : constant(size, place, { from: 'library' }),
    ),
    place,
  );
