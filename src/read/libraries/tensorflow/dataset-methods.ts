/** `tf.data.Dataset` and generators: the structure of an element and the chain of methods. */
import { boundBy, type Bound } from '../../python/bound';
import { forAll, table } from '../../../facts/table';
import type { CallSite } from '../../../facts/callsite';
import type { PipelineStep } from '../../../facts/data';
import { known, mapFact, unknown, valueOf } from '../../../facts/fact';

import { unknownData, type DataState, type DataValue } from '../../data/data-state';
import { notKnown, type Machine } from '../../python/machine';
import { asNumber, constant, isNone, tuple, type Arguments, type Value } from '../../python/value';
import type { Place } from '../../../text/place';
import { dataWithin, derive, fresh, makeData, oneElement, originsOf, restructured, stateOf } from '../../data/data-access';
import { dataOfTensors } from './keras/layers-on-data';
import { batchedBy } from '../../data/pipelines';

/** A dataset of elements of this structure; the arrays in it have the samples as their first axis. */
export function makeDataset(
  m: Machine,
  place: Place,
  element: Value,
  count: number | null,
  container: 'dataset' | 'generator' = 'dataset',
  more: Partial<DataState> = {},
): DataValue {
  const parts = dataWithin(m, element).map((data) => stateOf(m, data));
  return makeData(m, place, {
    ...unknownData(place, 'a dataset'),
    container,
    origins: originsOf(parts),
    originsComplete: parts.every((state) => state.originsComplete),
    shape: known([count], place),
    stepsComplete: parts.every((state) => state.stepsComplete),
    order:
      parts.find(({ order }) => valueOf(order) === 'class-ordered')?.order ??
      parts[0]?.order ??
      unknown('dynamic', place, 'the order of a dataset'),
    element,
    ...more,
  });
}

/** The number of elements of a structure: what its arrays have first. */
export const countOf = (m: Machine, element: Value): number | null =>
  dataWithin(m, element)
    .map((data) => valueOf(stateOf(m, data).shape)?.[0])
    .find((size) => typeof size === 'number') ?? null;

const amountNames = ['batch_size', 'buffer_size', 'count', 'size'];

export function callDatasetMethod(m: Machine, data: DataValue, name: string, args: Arguments, site: CallSite): Value {
  const state = stateOf(m, data);
  const { place } = site;
  const bound = boundBy(m, `tf.data.Dataset.${name}`, args);
  const amount = bound(...amountNames);
  const number = asNumber(amount);
  const step: PipelineStep = {
    method: name,
    call: { ...site, callee: `tf.data.Dataset.${name}` },
    amount:
      amount && !isNone(amount)
        ? number === undefined
          ? unknown('dynamic', place, `the argument of ${name}`)
          : known(number, amount.kind === 'const' ? amount.place : place)
        : undefined,
  };
  const chained = (change: Partial<DataState>): Value =>
    makeData(m, place, { ...state, pipeline: [...state.pipeline, step], ...change });
  const method = methods[name];
  if (method) return method({ m, data, state, name, args, site, place, bound, number, chained });
  notKnown(m, 'not-modelled', place, `${name} of a dataset`);
  return chained({ element: undefined, stepsComplete: false, originsComplete: false });
}

interface DatasetCall {
  readonly m: Machine;
  readonly data: DataValue;
  readonly state: DataState;
  readonly name: string;
  readonly args: Arguments;
  readonly bound: Bound;
  readonly site: CallSite;
  readonly place: Place;
  /** Its amount: of `batch(32)`, `take(100)`, `shuffle(1000)`. */
  readonly number: number | undefined;
  /** The dataset after this method, with what it changes. */
  readonly chained: (change: Partial<DataState>) => Value;
}

type DatasetMethod = (call: DatasetCall) => Value;

const methods: Readonly<Record<string, DatasetMethod>> = table<Record<string, DatasetMethod>>({
  ...forAll(
    [
      'batch',
      'padded_batch',
      'ragged_batch',
      'rebatch',
      'prefetch',
      'cache',
      'repeat',
      'with_options',
      'options',
      'unbatch',
      'apply',
      'ignore_errors',
      'snapshot',
      'bucket_by_sequence_length',
    ],
    ({ chained }) => chained({}),
  ),
  shard: ({ chained, m, state, place }) => chained(resized(m, state, null, place)),
  ...forAll(['take', 'skip'], ({ chained, m, state, name, number, place }) =>
    chained(resized(m, state, remaining(m, state, name, number), place)),
  ),
  shuffle: ({ chained, m, state, number, place }) => chained(mixes(m, state, number) ? { order: known('shuffled', place) } : {}),
  map: ({ m, data, state, args, site, chained }) => mapped(m, data, state, args, site, chained),
  ...forAll(['filter', 'take_while'], ({ chained, m, state, place }) => chained(resized(m, state, null, place))),
  enumerate: ({ chained, state, m, place }) =>
    chained({ element: state.element && tuple([notKnown(m, 'loop', place, 'a counter'), state.element], place) }),
  ...forAll(['window', 'flat_map', 'interleave', 'group_by_window'], ({ chained, m, data, state, name, args, site }) =>
    chained(regrouped(m, data, state, name, args, site)),
  ),
  concatenate: ({ m, state, bound, chained, place }) => concatenated(m, state, bound('dataset'), chained, place),
  ...forAll(['as_numpy_iterator', 'make_one_shot_iterator', 'make_initializable_iterator'], ({ data }) => data),
  ...forAll(['get_next', 'next', '__next__', '__getitem__'], ({ state, m, data, place }) =>
    state.element ? oneElement(m, data, state.element, place) : notKnown(m, 'dynamic', place, 'an element of a dataset'),
  ),
  ...forAll(['cardinality', '__len__'], ({ state, m, place }) => {
    const count = batchedBy(state.pipeline) ? undefined : (valueOf(state.shape)?.[0] ?? undefined);
    return count === undefined
      ? notKnown(m, 'dynamic', place, 'the number of elements')
      : constant(count, place, { from: 'library' });
  }),
  ...forAll(['reset', 'on_epoch_end'], ({ place }) => constant(null, place)),
});

/** Shuffling leaves batches as they are, and sorted samples in about their order when the buffer holds few of them. */
function mixes(m: Machine, state: DataState, buffer: number | undefined): boolean {
  if (batchedBy(state.pipeline)) return false;
  const count = state.element ? countOf(m, state.element) : null;
  const parts = state.element ? dataWithin(m, state.element).map((data) => stateOf(m, data)) : [];
  const sorted = [state, ...parts].some(({ order }) => valueOf(order) === 'class-ordered');
  return !sorted || buffer === undefined || count === null || buffer < 0 || buffer >= count / 2;
}

/** `take(n)` and `skip(n)` of a dataset of known size that is not batched yet. */
function remaining(m: Machine, state: DataState, name: string, number: number | undefined): number | null {
  const count = state.element ? countOf(m, state.element) : (valueOf(state.shape)?.[0] ?? null);
  if (batchedBy(state.pipeline) || number === undefined || count === null) return null;
  if (number < 0) return name === 'take' ? count : 0;
  return name === 'take' ? Math.min(number, count) : Math.max(0, count - number);
}

function resized(m: Machine, state: DataState, count: number | null, place: Place): Partial<DataState> {
  const element =
    state.element &&
    restructured(m, state.element, place, (one) =>
      makeData(m, place, {
        ...stateOf(m, one),
        items: undefined,
        shape: mapFact(stateOf(m, one).shape, (dims) => [count, ...dims.slice(1)]),
      }),
    );
  return { element, shape: known([count], place) };
}

/** `map(function)`: the function sees one sample, or one batch; what it gives is an element of the new dataset. */
function mapped(
  m: Machine,
  data: DataValue,
  state: DataState,
  args: Arguments,
  site: CallSite,
  chained: (change: Partial<DataState>) => Value,
): Value {
  const { place } = site;
  const callee = boundBy(m, 'tf.data.Dataset.map', args)('map_func');
  const { element } = state;
  if (!callee || !element) return chained({ element: undefined, stepsComplete: false });
  const one = oneElement(m, data, element, place);
  const positional = one.kind === 'tuple' ? one.items : [one];
  const result = dataOfTensors(m, m.call(callee, { positional, keywords: new Map() }, site), place);
  const next = wholeSet(m, result, state, countOf(m, element), place);
  const parts = dataWithin(m, next).map((part) => stateOf(m, part));
  const unclear = parts.length === 0;
  return chained({
    element: next,
    originsComplete: state.originsComplete && !unclear && parts.every((part) => part.originsComplete),
    stepsComplete: !unclear && parts.every((part) => part.stepsComplete),
  });
}

/** Puts the samples axis back in front of what the mapped function gave for one sample or batch. */
function wholeSet(m: Machine, result: Value, state: DataState, count: number | null, place: Place): Value {
  const batched = batchedBy(state.pipeline) !== undefined;
  return restructured(m, result, place, (one) => {
    const part = stateOf(m, one);
    const shape = mapFact(part.shape, (dims) => [count, ...(batched ? dims.slice(1) : dims)]);
    return makeData(m, place, { ...part, items: undefined, slicedFrom: undefined, shape });
  });
}

/** Windows of samples: the values stay, how they are grouped is not followed. */
function regrouped(
  m: Machine,
  data: DataValue,
  state: DataState,
  name: string,
  args: Arguments,
  site: CallSite,
): Partial<DataState> {
  const { place } = site;
  const { element } = state;
  if (!element) return { element: undefined, stepsComplete: false };
  const lost = unknown('dynamic', place, `the shape after ${name}`);
  const callee = boundBy(m, `tf.data.Dataset.${name}`, args)('map_func');
  if (name !== 'window' && callee) {
    const one = oneElement(m, data, element, place);
    const result = m.call(callee, { positional: one.kind === 'tuple' ? one.items : [one], keywords: new Map() }, site);
    const inner = result.kind === 'data' ? stateOf(m, result) : undefined;
    if (inner?.container === 'dataset' && inner.element)
      return {
        ...resized(m, inner, null, place),
        originsComplete: state.originsComplete && inner.originsComplete,
        stepsComplete: inner.stepsComplete,
      };
    if (inner?.container !== 'tensor')
      return { element: undefined, stepsComplete: false, originsComplete: state.originsComplete && result.kind === 'data' };
  }
  const next = restructured(m, element, place, (one) =>
    derive(
      m,
      stateOf(m, one),
      place,
      { shape: lost, labelKind: unknown('dynamic', place, name) },
      { kind: 'slice', place, by: name },
    ),
  );
  return { element: next, shape: known([null], place) };
}

function concatenated(
  m: Machine,
  state: DataState,
  other: Value | undefined,
  chained: (change: Partial<DataState>) => Value,
  place: Place,
): Value {
  const second = other?.kind === 'data' ? stateOf(m, other) : undefined;
  if (!second?.element || !state.element) return chained({ element: undefined, stepsComplete: false, originsComplete: false });
  const [a, b] = [dataWithin(m, state.element), dataWithin(m, second.element)];
  if (a.length !== b.length) return chained({ element: undefined, stepsComplete: false });
  let next = 0;
  const element = restructured(m, state.element, place, (one) => {
    const partner = b[next++] ?? one;
    return m.call(
      { kind: 'library', name: 'numpy.concatenate', path: 'numpy.concatenate', place },
      { positional: [tuple([one, partner], place)], keywords: new Map() },
      { callee: 'concatenate', place, function: place, parentheses: place, arguments: [] },
    );
  });
  const parts = dataWithin(m, element).map((part) => stateOf(m, part));
  return chained({
    element,
    origins: originsOf([state, second]),
    originsComplete: state.originsComplete && second.originsComplete,
    stepsComplete: parts.every((part) => part.stepsComplete),
    order: unknown('dynamic', place, 'joined datasets'),
  });
}

/** Lines, records or names of files: text of which nothing is known. */
export function fileDataset(m: Machine, name: string, site: CallSite, dtype: string): DataValue {
  const { place } = site;
  const element = makeData(
    m,
    place,
    fresh(m, 'file', name, site, { shape: known([null], place), dtype: known(dtype, place, 'library') }),
  );
  return makeDataset(m, place, element, null);
}
