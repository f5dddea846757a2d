/** Changing arrays in place: `x[i] = value`, `df['y'] = value`. */
import type { Place } from '../../text/place';
import type { DataStep, Origin, Range } from '../../facts/data';
import { known, unknown, valueOf, type Fact, type Unknown } from '../../facts/fact';
import { itemsOf } from '../python/collections';
import { elementWrite, scalingSteps, type DataState, type DataValue } from './data-state';
import type { Machine } from '../python/machine';
import { asNumber, asString, constant, type Value } from '../python/value';
import { followed, fresh, originsOf, stateOf } from './data-access';
import { withColumn } from './data-frames';
import { isWhole } from './data-select';
import { castKind, castRange } from './data-types';
import { describeLiteral, extremes } from './data-literals';
import { stateField } from './data-join';

/** `x[key] = value`: the array keeps its shape and type; of its values no more is known than holds for old and new. */
export function noteArrayWrite(m: Machine, data: DataValue, key: Value, value: Value, place: Place): void {
  const state = stateOf(m, data);
  if (state.view) {
    noteViewWrite(m, state, key, value, place);
    return;
  }
  m.store.write(data.id, stateField, writtenTo(m, state, key, value, place));
}

/** `df.loc[rows, 'y'] = value` changes the frame it looks into. */
function noteViewWrite(m: Machine, state: DataState, key: Value, value: Value, place: Place): void {
  const of = state.view?.of ?? 0;
  const frame = m.store.read(of, stateField);
  if (!frame) return;
  const parts = key.kind === 'tuple' ? key.items : [key];
  const label = asString(parts[1]);
  if (label !== undefined) {
    const old = frame.columns?.known.find((one) => one.label === label)?.state ?? { ...frame, columns: undefined };
    const next = withColumn(frame, label, touched(m, old, value, place), place);
    m.store.write(of, stateField, { ...next, derivation: undefined });
  } else m.store.write(of, stateField, { ...touched(m, frame, value, place), columns: undefined, derivation: undefined });
}

function writtenTo(m: Machine, state: DataState, key: Value, value: Value, place: Place): DataState {
  if (state.container === 'dataframe') {
    const labels = asString(key) === undefined ? itemsOf(m, key)?.map(asString) : [asString(key)];
    const written = columnOf(m, state, value, place);
    if (written && labels && labels.length > 0 && !labels.includes(undefined))
      return (labels as string[]).reduce((frame, label) => withColumn(frame, label, written, place), state);
    return { ...touched(m, state, value, place), columns: undefined };
  }
  const whole = isWhole(key) || (key.kind === 'library' && key.name === 'builtins.Ellipsis');
  if (whole && value.kind === 'data') {
    const next = stateOf(m, value);
    const dtype = valueOf(state.dtype);
    return {
      ...next,
      name: state.name,
      shape: state.shape,
      dtype: state.dtype,
      range: castRange(next.range, valueOf(next.dtype), dtype, place),
      labelKind: castKind(next.labelKind, dtype, place),
    };
  }
  return { ...touched(m, state, value, place), statistic: isMask(m, key) ? state.statistic : undefined };
}

/** `std[std == 0] = 1`: a deviation with something in the place of zeros is still one. */
const isMask = (m: Machine, key: Value): boolean => key.kind === 'data' && stateOf(m, key).steps.at(-1)?.by === 'comparison';

/** What a column is after an assignment: an array, or the same number in every row. */
function columnOf(m: Machine, frame: DataState, value: Value, place: Place): DataState | undefined {
  if (value.kind === 'data') return { ...stateOf(m, value), columns: undefined, view: undefined, container: 'dataframe' };
  const number = asNumber(value);
  if (number === undefined || value.kind !== 'const') return undefined;
  const facts = describeLiteral(
    { numbers: [number], dims: [1], float: value.float, truths: typeof value.value === 'boolean' },
    undefined,
    place,
  );
  const site = { callee: 'constant', place, function: place, parentheses: place, arguments: [] };
  return fresh(m, 'sequence', 'constant', site, {
    ...facts,
    container: 'dataframe',
    shape: known([valueOf(frame.shape)?.[0] ?? null], place),
    labelKind: unknown('dynamic', place, 'one value'),
  });
}

/** An array made to be filled. */
const isBlank = (one: Origin): boolean => /^numpy\.(zeros|empty|ones|full)(_like)?$/.test(one.name);

const sameSteps = (a: DataState, b: DataState): boolean =>
  a.stepsComplete &&
  a.steps.length === b.steps.length &&
  a.steps.every((step, i) => step.kind === b.steps[i]?.kind && step.factor === b.steps[i].factor);

/** All that was done to an array or to what was written into it, each once. */
const mergedSteps = (state: DataState, written: DataState, place: Place): readonly DataStep[] => {
  const all = new Map<string, DataStep>();
  for (const one of [...state.steps, ...written.steps, step(place)]) {
    const key = `${one.kind} ${one.by} ${one.by === elementWrite ? '' : `${one.place.source}:${one.place.start}`}`;
    if (!all.has(key)) all.set(key, one);
  }
  return [...all.values()];
};

const step: (place: Place) => DataStep = (place) => ({ kind: 'other', place, by: elementWrite });

function touched(m: Machine, state: DataState, value: Value, place: Place): DataState {
  const why = unknown('dynamic', place, elementWrite);
  const base: DataState = {
    ...state,
    items: undefined,
    statistic: undefined,
    shares: undefined,
    labelKind: why,
    featureSpread: why,
  };
  return value.kind === 'data' ? touchedByData(base, stateOf(m, value), why, place) : touchedByNumber(m, base, value, why, place);
}

function touchedByNumber(m: Machine, state: DataState, value: Value, why: Unknown, place: Place): DataState {
  const numbers = value.kind === 'oneOf' ? value.values.map(asNumber) : [asNumber(value)];
  const reach = numbers.includes(undefined) ? undefined : extremes(numbers as number[]);
  const blank = state.origins.every(isBlank);
  const range =
    reach === undefined
      ? why
      : union(blankRange(state, blank), castRange(known(reach, place), 'float64', valueOf(state.dtype), place), place);
  return {
    ...state,
    range,
    originsComplete: state.originsComplete && followed(m, value) && value.kind !== 'function',
    stepsComplete: state.stepsComplete && reach !== undefined,
    // Marking cells of an array of zeros is making it; changing cells of data is a step of its own.
    steps: blank || state.steps.some(({ by }) => by === elementWrite) ? state.steps : [...state.steps, step(place)],
  };
}

/**
 * An array of zeros that is filled from one source carries the steps of what is written into it; in a loop the state at its start
 * is already joined with what an earlier round wrote.
 */
function touchedByData(state: DataState, written: DataState, why: Unknown, place: Place): DataState {
  const cast = castRange(written.range, valueOf(written.dtype), valueOf(state.dtype), place);
  const known = (one: Origin): boolean =>
    written.origins.some((other) => other.name === one.name && other.place.start === one.place.start);
  const filling = state.origins.every((one) => isBlank(one) || known(one));
  const untouched = state.origins.every(isBlank) && state.steps.every(({ kind }) => kind === 'cast' || kind === 'reshape');
  const again = filling && (sameSteps(state, written) || (!state.stepsComplete && state.steps.length === 0));
  const adopts = untouched || again;
  const empty = state.origins.every((one) => one.name.startsWith('numpy.empty'));
  // Columns encoded or filled one by one: what was done to the values is known as long as nothing scales a part of them.
  const unscaled =
    !adopts && [state, written].every((one) => one.stepsComplete && !one.steps.some(({ kind }) => scalingSteps.has(kind)));
  // `x[:, 0] *= 10; x[:, 1] *= 10`: after the first write the range of the whole is no longer that of the part read for the next.
  const inTurn =
    !state.origins.every(isBlank) &&
    state.steps.some(({ by }) => by === elementWrite) &&
    written.origins.some((one) => sharesOrigin(state, one));
  return {
    ...state,
    origins: adopts ? written.origins : originsOf([state, written]),
    originsComplete: state.originsComplete && written.originsComplete,
    range: inTurn ? why : untouched && empty ? cast : union(blankRange(state, filling), cast, place),
    steps: adopts ? written.steps : unscaled ? mergedSteps(state, written, place) : [step(place)],
    stepsComplete: adopts ? written.stepsComplete : unscaled,
    order: why,
  };
}

const sharesOrigin = (state: DataState, { name, place }: Origin): boolean =>
  state.origins.some((own) => own.name === name && own.place.start === place.start);

/** A range lost because a loop writes into the array is, before the writes of this round, what the array was made with. */
function blankRange(state: DataState, blank: boolean): Fact<Range> {
  if (!blank || state.range.kind !== 'unknown' || state.range.reason !== 'branch') return state.range;
  const values = state.origins
    .filter(isBlank)
    .map(({ name }) => (name.startsWith('numpy.ones') ? 1 : name.startsWith('numpy.zeros') ? 0 : undefined));
  return values.length === 0 || values.includes(undefined)
    ? state.range
    : known(extremes(values as number[]), state.range.place, 'library');
}

function union(a: Fact<Range>, b: Fact<Range>, place: Place): Fact<Range> {
  const [x, y] = [valueOf(a), valueOf(b)];
  if (!x || !y) return y ? a : b;
  return known({ min: Math.min(x.min, y.min), max: Math.max(x.max, y.max) }, place);
}

/** `x.fill(value)` */
export function filledWith(m: Machine, data: DataValue, value: Value | undefined, place: Place): void {
  const number = asNumber(value);
  const state = stateOf(m, data);
  m.store.write(data.id, stateField, {
    ...touched(m, state, value ?? constant(null, place), place),
    ...(number === undefined ? {} : { range: known({ min: number, max: number }, place) }),
  });
}
