/** Where datasets of `tf.data` come from, and generators of the program seen as datasets. */
import { forAll, table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import { known, mapFact, unknown, valueOf } from '../../../facts/fact';
import { entriesOf, itemsOf, makeDict } from '../../python/collections';
import type { Machine } from '../../python/machine';
import { classAttribute } from '../../python/definitions';
import { asNumber, constant, tuple, type Arguments, type Value } from '../../python/value';
import { dataWithin, derive, fresh, makeData, restructured, stateOf } from '../../data/data-access';
import { readLiteral } from '../../data/data-literals';
import { countOf, fileDataset, makeDataset } from './dataset-methods';
import { dataOfTensors } from './keras/layers-on-data';
import { type Transfer, type TransferTable } from '../transfer';
import { iterationField } from '../../python/fields';
import type { DataValue } from '../../data/data-state';
import { arrayOfItems } from '../../data/data-items';

/** Lists of numbers inside the structure are arrays for TensorFlow too. */
function asArrays(m: Machine, value: Value, place: Place): Value {
  if (value.kind === 'tuple')
    return tuple(
      value.items.map((item) => asArrays(m, item, place)),
      place,
    );
  const entries = entriesOf(m, value);
  if (entries)
    return makeDict(
      m,
      [...entries.entries.values()].map(({ key, value: item }) => [key, asArrays(m, item, place)] as const),
      place,
      entries.open,
    );
  return arrayOfItems(m, value, place) ?? value;
}

/** `Dataset.from_tensor_slices((x, y))`: one element is a row of each. */
export const fromSlices: Transfer = ({ m, bound, place }) => {
  const given = bound('tensors') ?? tuple([], place);
  const element = asArrays(m, given, place);
  return makeDataset(m, place, element, countOf(m, element));
};

/** `Dataset.from_tensors(x)`: the whole is one element. */
const fromTensors: Transfer = ({ m, bound, place }) => {
  const given = asArrays(m, bound('tensors') ?? tuple([], place), place);
  const element = restructured(m, given, place, (one) =>
    derive(m, stateOf(m, one), place, { shape: mapFact(stateOf(m, one).shape, (dims) => [1, ...dims]) }),
  );
  return makeDataset(m, place, element, 1);
};

const zip: Transfer = ({ m, args, place }) => {
  const [only] = args.positional;
  const structure =
    args.positional.length > 1 ? tuple(args.positional, place) : (only ?? args.keywords.get('datasets') ?? tuple([], place));
  let shuffled: 'shuffled' | undefined;
  const element = restructured(m, structure, place, (one) => {
    const state = stateOf(m, one);
    if (state.order.kind === 'known' && state.order.value === 'shuffled') shuffled = 'shuffled';
    return state.element ?? one;
  });
  const items = itemsOf(m, structure) ?? [];
  const pipelines = items.flatMap((item) => (item.kind === 'data' ? stateOf(m, item).pipeline : []));
  return makeDataset(m, place, element, countOf(m, element), 'dataset', {
    pipeline: pipelines,
    ...(shuffled ? { order: known(shuffled, place) } : {}),
  });
};

const range: Transfer = ({ m, name, args, site, place }) => {
  const [a, b] = args.positional.map(asNumber);
  const [start, stop] = b === undefined ? [0, a] : [a ?? 0, b];
  const count = stop === undefined || args.positional.length > 2 ? null : Math.max(0, stop - start);
  const state = fresh(m, 'sequence', name, site, {
    shape: known([count], place),
    dtype: known('int64', place, 'library'),
    range:
      stop === undefined ? unknown('dynamic', place, 'bounds that are not known') : known({ min: start, max: stop - 1 }, place),
    container: 'tensor',
  });
  return makeDataset(m, place, makeData(m, place, state), count);
};

/** `Dataset.from_generator(make, output_signature=...)`: what the generator yields is one element. */
const fromGenerator: Transfer = ({ m, args, bound, site, place }) => {
  const callee = bound('generator');
  const passed = itemsOf(m, args.keywords.get('args')) ?? [];
  const produced = callee ? m.call(callee, { positional: passed, keywords: new Map() }, site) : undefined;
  const yielded = produced && yieldedBy(m, produced);
  if (!yielded)
    return makeDataset(m, place, tuple([], place), null, 'dataset', {
      element: undefined,
      originsComplete: false,
      stepsComplete: false,
    });
  const element = restructured(m, asArrays(m, dataOfTensors(m, yielded, place), place), place, (one) =>
    derive(m, stateOf(m, one), place, { shape: mapFact(stateOf(m, one).shape, (dims) => [null, ...dims]) }),
  );
  return makeDataset(m, place, element, null);
};

function yieldedBy(m: Machine, value: Value): Value | undefined {
  if (value.kind === 'object') return m.store.read(value.id, iterationField)?.element;
  return undefined;
}

/**
 * A generator of the program or an instance of a `keras.utils.Sequence` class, as `fit` takes it: it gives batches, so the first
 * axis of its arrays is of unknown length. Undefined for everything else.
 */
export function generatorData(m: Machine, value: Value, place: Place): DataValue | undefined {
  const batch = value.kind === 'instance' ? itemOf(m, value, place) : yieldedBy(m, value);
  if (!batch) return undefined;
  const arrays = restructured(m, asArrays(m, dataOfTensors(m, batch, place), place), place, (one) =>
    derive(m, stateOf(m, one), place, {
      container: 'array',
      // Which rows come in which order is up to the generator; what is drawn at random stays so.
      order:
        valueOf(stateOf(m, one).order) === 'shuffled'
          ? stateOf(m, one).order
          : unknown('dynamic', place, 'the order of a generator'),
      shape: mapFact(stateOf(m, one).shape, (dims) => [null, ...dims.slice(1)]),
    }),
  );
  // A list of two is a pair too: `yield [x, y]`.
  const pair = arrays.kind === 'list' ? itemsOf(m, arrays) : undefined;
  const element = pair?.length === 2 && value.kind === 'object' ? tuple(pair, place) : arrays;
  return dataWithin(m, element).length === 0
    ? undefined
    : makeDataset(m, place, element, null, 'generator', { order: unknown('dynamic', place, 'the order of a generator') });
}

/** A list of numbers is an array for Keras; a list of arrays is one array for each input. */
function writtenArray(m: Machine, value: Value, place: Place): DataValue | undefined {
  const items = value.kind === 'list' ? itemsOf(m, value) : undefined;
  return items && readLiteral(m, items) ? arrayOfItems(m, value, place) : undefined;
}

/** The arguments of `fit` with generators, sequences and lists of the program in the form of data. */
export function withGenerators(m: Machine, args: Arguments, place: Place): Arguments {
  const as = (value: Value): Value => generatorData(m, value, place) ?? writtenArray(m, value, place) ?? value;
  const keywords = new Map(args.keywords);
  for (const name of ['x', 'y', 'generator', 'validation_data']) {
    const value = keywords.get(name);
    if (value) keywords.set(name, as(value));
  }
  return { ...args, positional: args.positional.map((value, i) => (i < 2 ? as(value) : value)), keywords };
}

function itemOf(m: Machine, value: Extract<Value, { kind: 'instance' }>, place: Place): Value | undefined {
  const method = classAttribute(m, value.cls, '__getitem__');
  if (method?.kind !== 'function' || classAttribute(m, value.cls, '__len__') === undefined) return undefined;
  const site = { callee: '__getitem__', place, function: place, parentheses: place, arguments: [] };
  const index: Value = { kind: 'unknown', why: unknown('loop', place, 'a loop counter') };
  return m.call({ ...method, self: value }, { positional: [index], keywords: new Map() }, site);
}

export const datasetSources: TransferTable = table({
  'tf.data.Dataset.from_tensor_slices': fromSlices,
  'tf.compat.v1.data.Dataset.from_tensor_slices': fromSlices,
  'tf.data.Dataset.from_tensors': fromTensors,
  'tf.data.Dataset.zip': zip,
  'tf.data.Dataset.range': range,
  'tf.data.Dataset.from_generator': fromGenerator,
  ...forAll(
    ['tf.data.TextLineDataset', 'tf.data.TFRecordDataset', 'tf.data.FixedLengthRecordDataset', 'tf.data.Dataset.list_files'],
    ({ m, name, site }) => fileDataset(m, name, site, 'str'),
  ),
  'tf.data.experimental.AUTOTUNE': ({ place }) => constant(-1, place, { from: 'library' }),
});
