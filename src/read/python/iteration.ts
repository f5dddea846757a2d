import type { Place } from '../../text/place';
import { elementOf, sampleCount, writtenNumbers } from '../data/data-access';
import { entriesOf, looseItems, rangeLength } from './collections';
import { joinValues } from './join';
import { notKnown, type LoopContext, type Machine } from './machine';
import { constant, unknownValue, type Value } from './value';
import { layersOfField, modelField } from '../libraries/tensorflow/fields';
import { iterationField } from './fields';

export interface Iteration {
  /** All items in order, where they are known one by one. */
  readonly items?: readonly Value[] | undefined;
  /** What any item is like. */
  readonly element: Value;
  readonly count?: number | undefined;
  readonly over: LoopContext['over'];
  readonly data?: Value | undefined;
}

/** What a `for` loop, comprehension or unpacking sees of a value. */
export function iterate(m: Machine, value: Value, place: Place): Iteration {
  switch (value.kind) {
    case 'tuple':
    case 'list': {
      const items = looseItems(m, value) ?? [];
      const real = items.filter((item) => item.kind !== 'gap');
      const element =
        real.length > 0 && real.length <= 8 ? joinValues(m, real, place) : unknownValue('loop', place, 'an item of a list');
      const owner = value.kind === 'list' ? m.store.read(value.id, layersOfField) : undefined;
      if (owner?.kind === 'model' && real.length < items.length) return { element: anyLayer(m, owner, place), over: 'other' };
      if (real.length < items.length) return { element, over: 'other' };
      return { items, element, count: items.length, over: 'other' };
    }
    case 'range': {
      const count = rangeLength(value);
      const items =
        count <= 1000 ? Array.from({ length: count }, (_, i) => constant(value.start + i * value.step, value.place)) : undefined;
      return { items, element: unknownValue('loop', place, 'a loop counter'), count, over: 'counter' };
    }
    case 'dict': {
      const state = entriesOf(m, value);
      const keys = [...(state?.entries.values() ?? [])].map(({ key }) => key);
      const element = unknownValue('loop', place, 'a key of a dictionary');
      return state?.open ? { element, over: 'other' } : { items: keys, element, count: keys.length, over: 'other' };
    }
    case 'const':
      if (typeof value.value === 'string' && value.value.length <= 200) {
        const items = Array.from(value.value, (letter) => constant(letter, place));
        return { items, element: unknownValue('loop', place, 'a character'), count: items.length, over: 'other' };
      }
      return { element: unknownValue('undefined', place, 'not iterable'), over: 'other' };
    case 'data':
      return {
        items: writtenNumbers(m, value),
        element: elementOf(m, value, place),
        count: sampleCount(m, value),
        over: 'data',
        data: value,
      };
    case 'oneOf': {
      const parts = value.values.map((one) => iterate(m, one, place));
      return {
        element: joinValues(
          m,
          parts.map((part) => part.element),
          place,
        ),
        over: parts[0]?.over ?? 'other',
      };
    }
    case 'unknown':
      return { element: value, over: 'other' };
    case 'object':
      return iterateObject(m, value, place);
    default:
      return { element: notKnown(m, 'not-modelled', place, `iterating over a ${value.kind}`), over: 'other' };
  }
}

/** Any layer of a model whose layers are not known one by one. */
function anyLayer(m: Machine, model: Extract<Value, { kind: 'model' }>, place: Place): Value {
  const call = { callee: 'layers', place, function: place, parentheses: place, arguments: [] };
  const id = m.store.fresh();
  m.store.write(id, modelField, model);
  return { kind: 'object', id, type: 'loss-probe.any-layer', args: { positional: [], keywords: new Map() }, call, place };
}

/** `enumerate`, `zip` and wrappers such as `tqdm` keep what they iterate over in `#iteration`. */
function iterateObject(m: Machine, value: Extract<Value, { kind: 'object' }>, place: Place): Iteration {
  const inner = m.store.read(value.id, iterationField);
  return inner ?? { element: notKnown(m, 'not-modelled', place, `iterating over ${value.type}`), over: 'other' };
}
