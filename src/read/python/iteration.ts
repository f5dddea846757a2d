import type { Place } from '../../text/place';
import { entriesOf, looseItems, rangeLength } from './collections';
import { kindOf } from './guests';
import { joinValues } from './join';
import { notKnown, type LoopContext, type Machine } from './machine';
import { constant, unknownValue, type Value } from './value';
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
  return kindOf(m, value)?.iterate?.(m, value, place) ?? iterateItself(m, value, place);
}

function iterateItself(m: Machine, value: Value, place: Place): Iteration {
  switch (value.kind) {
    case 'tuple':
    case 'list': {
      const items = looseItems(m, value) ?? [];
      const real = items.filter((item) => item.kind !== 'gap');
      const element =
        real.length > 0 && real.length <= 8 ? joinValues(m, real, place) : unknownValue('loop', place, 'an item of a list');
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

/** `enumerate`, `zip` and wrappers such as `tqdm` keep what they iterate over in `#iteration`. */
function iterateObject(m: Machine, value: Extract<Value, { kind: 'object' }>, place: Place): Iteration {
  const inner = m.store.read(value.id, iterationField);
  return inner ?? { element: notKnown(m, 'not-modelled', place, `iterating over ${value.type}`), over: 'other' };
}
