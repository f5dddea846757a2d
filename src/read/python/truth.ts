import { kindOf } from './guests';
import type { Machine } from './machine';
import type { Value } from './value';
import { dictState, listItems } from './collections';

/** Python's truth of a value; undefined when reading cannot decide it. */
export function decided(m: Machine, value: Value): boolean | undefined {
  switch (value.kind) {
    case 'const':
      return Boolean(value.value);
    case 'tuple':
      return value.items.length > 0;
    case 'list': {
      const items = listItems(m, value);
      if (items.some((item) => item.kind !== 'gap')) return true;
      return items.length === 0 ? false : undefined;
    }
    case 'dict': {
      const state = dictState(m, value);
      if (state.entries.size > 0) return true;
      return state.open ? undefined : false;
    }
    case 'range':
      return value.step > 0 ? value.start < value.stop : value.start > value.stop;
    case 'function':
    case 'class':
    case 'module':
    case 'library':
    case 'method':
      return true;
    case 'oneOf': {
      const [first, ...others] = value.values.map((one) => decided(m, one));
      return others.every((truth) => truth === first) ? first : undefined;
    }
    default:
      return kindOf(m, value)?.truth?.(m, value);
  }
}
