/** `tf.data.Dataset` and generators: the structure of an element and the chain of methods. */
import type { CallSite } from '../callsite';
import type { PipelineStep } from '../data';
import { known, mapFact, unknown, valueOf } from '../fact';
import { entriesOf, itemsOf, makeDict, makeList } from '../interpreter/collections';
import { unknownData, type DataState } from '../interpreter/data-state';
import { notKnown, type Machine } from '../interpreter/machine';
import { asNumber, tuple, type Arguments, type DataValue, type Value } from '../interpreter/value';
import { dataWithin, makeData, stateOf } from './data-access';
import { argument, type Transfer } from './transfer';

/** `Dataset.from_tensor_slices((x, y))`: one element is a row of each. */
export const fromSlices: Transfer = ({ m, args, place }) => {
  const element = argument(args, 0, 'tensors') ?? tuple([], place);
  const parts = dataWithin(m, element).map((data) => stateOf(m, data));
  const count = parts.map((state) => valueOf(state.shape)?.[0]).find((size) => typeof size === 'number');
  return makeDataset(m, place, element, parts, count ?? null);
};

export function makeDataset(
  m: Machine,
  place: CallSite['place'],
  element: Value,
  parts: readonly DataState[],
  count: number | null,
): DataValue {
  const origins = new Map(parts.flatMap((state) => state.origins).map((one) => [one.id, one]));
  return makeData(m, place, {
    ...unknownData(place, 'a dataset'),
    container: 'dataset',
    origins: [...origins.values()],
    originsComplete: parts.every((state) => state.originsComplete),
    shape: known([count], place),
    stepsComplete: parts.every((state) => state.stepsComplete),
    order: parts[0]?.order ?? unknown('dynamic', place, 'the order of a dataset'),
    element,
  });
}

const amountNames = ['batch_size', 'buffer_size', 'count'];

export function callDatasetMethod(m: Machine, data: DataValue, name: string, args: Arguments, site: CallSite): Value {
  const state = stateOf(m, data);
  const { place } = site;
  const amount = argument(args, 0, ...amountNames);
  const number = asNumber(amount);
  const step: PipelineStep = {
    method: name,
    call: { ...site, callee: `tf.data.Dataset.${name}` },
    amount: amount
      ? number === undefined
        ? unknown('dynamic', place, `the argument of ${name}`)
        : known(number, place)
      : undefined,
  };
  const chained = (change: Partial<DataState>): Value =>
    makeData(m, place, { ...state, pipeline: [...state.pipeline, step], ...change });
  switch (name) {
    case 'batch':
    case 'padded_batch':
    case 'prefetch':
    case 'cache':
    case 'repeat':
    case 'take':
    case 'skip':
    case 'shard':
    case 'with_options':
    case 'unbatch':
    case 'apply':
    case 'ignore_errors':
      return chained({});
    case 'shuffle':
      return chained({ order: known('shuffled', place) });
    case 'map': {
      const callee = argument(args, 0, 'map_func');
      const element = state.element;
      if (!callee || !element) return chained({ element: undefined, stepsComplete: false });
      const positional =
        element.kind === 'tuple' ? element.items.map((item) => perSample(m, item, place)) : [perSample(m, element, place)];
      const mapped = m.call(callee, { positional, keywords: new Map() }, site);
      return chained({ element: wholeSet(m, mapped, element, place) });
    }
    case 'filter':
    case 'enumerate':
    case 'window':
    case 'flat_map':
    case 'interleave':
      return chained({ element: name === 'filter' ? state.element : undefined, stepsComplete: false });
    case 'as_numpy_iterator':
      return data;
    default:
      notKnown(m, 'not-modelled', place, `${name} of a dataset`);
      return chained({ element: undefined, stepsComplete: false, originsComplete: false });
  }
}

/** One row of each array in the element, as the mapped function sees it. */
function perSample(m: Machine, value: Value, place: CallSite['place']): Value {
  if (value.kind === 'data') {
    const state = stateOf(m, value);
    return makeData(m, place, { ...state, items: undefined, shape: mapFact(state.shape, (dims) => dims.slice(1)) });
  }
  return restructure(m, value, (one) => perSample(m, one, place), place);
}

/** Puts the samples axis back in front of what the mapped function gave. */
function wholeSet(m: Machine, mapped: Value, before: Value, place: CallSite['place']): Value {
  const count =
    dataWithin(m, before)
      .map((data) => valueOf(stateOf(m, data).shape)?.[0])
      .find((size) => typeof size === 'number') ?? null;
  const back = (value: Value): Value => {
    if (value.kind === 'data') {
      const state = stateOf(m, value);
      return makeData(m, place, { ...state, shape: mapFact(state.shape, (dims) => [count, ...dims]) });
    }
    if (value.kind === 'tensor' || value.kind === 'unknown') return value;
    return restructure(m, value, back, place);
  };
  return back(mapped);
}

function restructure(m: Machine, value: Value, change: (value: Value) => Value, place: CallSite['place']): Value {
  const state = entriesOf(m, value);
  if (state)
    return makeDict(
      m,
      [...state.entries.values()].map(({ key, value: item }) => [key, change(item)] as const),
      place,
      state.open,
    );
  const items = itemsOf(m, value);
  if (!items) return value;
  return value.kind === 'tuple' ? tuple(items.map(change), place) : makeList(m, items.map(change), place);
}
