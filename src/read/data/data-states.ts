import type { Machine } from '../python/machine';
import type { Arguments, Value } from '../python/value';
import { dataWithin, stateOf } from './data-access';
import type { DataState } from './data-state';

/** The states of all arrays among the arguments, as they are at this moment. */
export function statesOf(m: Machine, args: Arguments): ReadonlyMap<number, DataState> {
  const states = new Map<number, DataState>();
  const visit = (value: Value): void => {
    for (const data of dataWithin(m, value)) {
      if (states.has(data.id)) continue;
      const state = stateOf(m, data);
      states.set(data.id, state);
      if (state.element) visit(state.element);
    }
  };
  for (const value of [...args.positional, ...args.keywords.values()]) visit(value);
  return states;
}
