/** Making arrays and deriving one from another. */
import type { Place } from '../../text/place';
import type { DataStep, Origin } from '../../facts/data';
import { known, mapFact, unknown, valueOf } from '../../facts/fact';
import { entriesOf, itemsOf, looseItems, makeDict, makeList } from '../python/collections';
import { scalingSteps, unknownData, type DataState, type DataValue } from './data-state';
import { notKnown, type Machine } from '../python/machine';
import type { CallSite } from '../../facts/callsite';
import type { Shape } from '../../facts/training';
import { asNumber, constant, isNone, tuple, type Value } from '../python/value';
import { stateField } from './data-join';
import { batchedBy } from './pipelines';

export const stateOf = (m: Machine, data: DataValue): DataState =>
  m.store.read(data.id, stateField) ?? unknownData(data.place, 'an array that is not known');

export function makeData(m: Machine, place: Place, state: DataState): DataValue {
  const id = m.store.fresh();
  // A derivation is noted by the door through which an operation passes (`noted`); what passes by another one has none.
  m.store.write(id, stateField, state.derivation ? { ...state, derivation: undefined } : state);
  return { kind: 'data', id, place };
}

/** A new origin: data that comes into being at this call. */
export function origin(m: Machine, kind: Origin['kind'], name: string, place: Place, call?: CallSite): Origin {
  return { id: m.store.fresh(), kind, name, place, call: call && { ...call, callee: name } };
}

/** Data that this call brings into being and of which all steps since are known: there are none. */
export function fresh(m: Machine, kind: Origin['kind'], name: string, site: CallSite, state: Partial<DataState> = {}): DataState {
  return unknownData(site.place, name, {
    origins: [origin(m, kind, name, site.place, site)],
    originsComplete: true,
    stepsComplete: true,
    order: known('as-loaded', site.place, 'library'),
    ...state,
  });
}

/** The same, of numbers that rise by equal steps. */
export const evenlySpaced = (state: DataState): DataState => ({
  ...state,
  origins: state.origins.map((one) => ({ ...one, evenlySpaced: true })),
});

/** Data whose values come from `base` by a step. What is remembered of single items or columns is dropped unless given. */
export function derive(m: Machine, base: DataState, place: Place, change: Partial<DataState>, step?: DataStep): DataValue {
  return makeData(m, place, derivedState(base, change, step));
}

export function derivedState(base: DataState, change: Partial<DataState>, step?: DataStep): DataState {
  return {
    ...base,
    items: undefined,
    columns: undefined,
    view: undefined,
    picks: undefined,
    window: undefined,
    statistic: undefined,
    shares: keepsShares(change, step) ? base.shares : undefined,
    ...change,
    steps: step ? [...(change.steps ?? base.steps), step] : (change.steps ?? base.steps),
  };
}

/** Encoding labels and moving or drawing samples at random leaves about the same share of samples to each class. */
const keepsShares = (change: Partial<DataState>, step: DataStep | undefined): boolean =>
  step ? /^(?:cast|reshape|shuffle|split|one-hot|encode)$/.test(step.kind) : change.labelKind === undefined;

/** What was done to the values of several arrays, where it is the same for all: picking and moving them about does not count. */
export function historyOf(states: readonly DataState[]): Pick<DataState, 'steps' | 'stepsComplete'> {
  const [first] = states;
  if (!first) return { steps: [], stepsComplete: false };
  const told = states.map((state) =>
    state.steps
      .filter(({ kind }) => !movement.has(kind))
      .map((step) => [step.kind, step.by, step.factor, step.shift, step.fittedBy].join())
      .join(';'),
  );
  const same = told.every((one) => one === told[0]);
  const complete = states.every((state) => state.stepsComplete);
  // Parts that were treated each in their own way, none of them scaled: together they are unscaled.
  if (!same && complete && !states.some((state) => state.steps.some(({ kind }) => scalingSteps.has(kind)))) {
    const others = states.slice(1).flatMap((state) => state.steps.filter(({ kind }) => !movement.has(kind)));
    return { steps: [...new Set([...first.steps, ...others])], stepsComplete: true };
  }
  return { steps: same ? first.steps : [], stepsComplete: same && complete };
}

const movement: ReadonlySet<DataStep['kind']> = new Set(['slice', 'split', 'shuffle', 'sort', 'reshape']);

/** The origins of several arrays, each once. */
export function originsOf(states: readonly DataState[]): readonly Origin[] {
  return [...new Map(states.flatMap((state) => state.origins).map((one) => [one.id, one])).values()];
}

/** Data into which everything in `values` flowed and of which nothing else is known. */
export function mixed(m: Machine, values: readonly Value[], place: Place, detail: string): DataValue {
  const states = values.flatMap((value) => dataWithin(m, value)).map((data) => stateOf(m, data));
  const complete = states.every((state) => state.originsComplete) && values.every((value) => followed(m, value));
  const container = states.find((state) => state.container === 'dataset')?.container ?? 'array';
  return makeData(m, place, unknownData(place, detail, { container, origins: originsOf(states), originsComplete: complete }));
}

/** Nothing unknown lies in the value: all data it is made of was followed. */
export function followed(m: Machine, value: Value, seen = new Set<number>()): boolean {
  if (value.kind === 'unknown' || value.kind === 'gap' || value.kind === 'instance' || value.kind === 'object') return false;
  if (value.kind === 'oneOf') return value.values.every((one) => followed(m, one, seen));
  const inside = itemsWithin(m, value, seen);
  return inside === 'open' ? false : inside.every((item) => followed(m, item, seen));
}

/** Arrays inside tuples, lists and dictionaries. */
export function dataWithin(m: Machine, value: Value | undefined): readonly DataValue[] {
  const found: DataValue[] = [];
  const seen = new Set<number>();
  const visit = (one: Value): void => {
    if (one.kind === 'data') found.push(one);
    else if (one.kind === 'oneOf') one.values.forEach(visit);
    else {
      const inside = itemsWithin(m, one, seen);
      if (inside !== 'open') inside.forEach(visit);
      else for (const { value: item } of entriesOf(m, one)?.entries.values() ?? []) visit(item);
    }
  };
  if (value) visit(value);
  return found;
}

/** What a collection holds, each collection once: lists can hold themselves, and one row a thousand times. */
function itemsWithin(m: Machine, value: Value, seen: Set<number>): readonly Value[] | 'open' {
  if (value.kind === 'tuple') return value.items;
  if ((value.kind !== 'list' && value.kind !== 'dict') || seen.has(value.id)) return [];
  seen.add(value.id);
  const entries = entriesOf(m, value);
  if (entries) return entries.open ? 'open' : [...entries.entries.values()].map((one) => one.value);
  return looseItems(m, value) ?? [];
}

/** The number of samples: the first dimension; of datasets, of batches nothing. */
export function sampleCount(m: Machine, data: DataValue): number | undefined {
  const state = stateOf(m, data);
  if (state.container === 'dataset' || state.container === 'generator') return undefined;
  return valueOf(state.shape)?.[0] ?? undefined;
}

/** The items of a short array of numbers written in the program, where they are known one by one. */
export function writtenNumbers(m: Machine, data: DataValue): readonly Value[] | undefined {
  const { items } = stateOf(m, data);
  return items && items.length <= 100 && items.every((item) => item.kind === 'const') ? items : undefined;
}

/** What a loop over data sees: a row of an array, an element or a batch of a dataset. */
export function elementOf(m: Machine, data: DataValue, place: Place): Value {
  const state = stateOf(m, data);
  if (state.element) return oneElement(m, data, state.element, place);
  if (state.container === 'dataset' || state.container === 'generator') {
    return makeData(m, place, {
      ...state,
      items: undefined,
      container: 'tensor',
      shape: unknown('dynamic', place, 'an element of a dataset'),
      slicedFrom: data.id,
    });
  }
  return makeData(m, place, rowState(state, data.id));
}

function rowState(state: DataState, id: number): DataState {
  return {
    ...state,
    items: undefined,
    columns: undefined,
    view: undefined,
    shape: mapFact(state.shape, (shape) => shape.slice(1)),
    slicedFrom: id,
  };
}

/** One element as a loop or a mapped function sees it: a sample, or a batch once the dataset is batched. */
export function oneElement(m: Machine, dataset: DataValue, element: Value, place: Place): Value {
  const state = stateOf(m, dataset);
  const batch = batchedBy(state.pipeline);
  return restructured(m, element, place, (one) => {
    const whole = stateOf(m, one);
    const shape =
      batch === undefined
        ? mapFact(whole.shape, (dims) => dims.slice(1))
        : mapFact(whole.shape, (dims) => [valueOf(batch.amount) ?? null, ...dims.slice(1)]);
    const { order } = state.order.kind === 'known' && state.order.value !== 'as-loaded' ? state : whole;
    return makeData(m, place, {
      ...whole,
      items: undefined,
      columns: undefined,
      container: 'tensor',
      shape,
      order,
      slicedFrom: dataset.id,
    });
  });
}

/** The same structure with every array changed. */
export function restructured(m: Machine, value: Value, place: Place, change: (data: DataValue) => Value, depth = 0): Value {
  // Lists can hold themselves.
  if (depth > 8) return value;
  if (value.kind === 'data') return change(value);
  const state = entriesOf(m, value);
  if (state) {
    const pairs = [...state.entries.values()].map(
      ({ key, value: item }) => [key, restructured(m, item, place, change, depth + 1)] as const,
    );
    return makeDict(m, pairs, place, state.open);
  }
  if (value.kind === 'oneOf' || value.kind === 'range') return value;
  const items = looseItems(m, value)?.map((item) => restructured(m, item, place, change, depth + 1));
  if (!items) return value;
  return value.kind === 'tuple' ? tuple(items, place) : makeList(m, items, place);
}

/** The first variable an array is bound to is its name for people. */
export function nameData(m: Machine, value: Value, name: string): void {
  if (value.kind !== 'data') return;
  const state = m.store.read(value.id, stateField);
  if (state && state.name === undefined) m.store.write(value.id, stateField, { ...state, name });
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
