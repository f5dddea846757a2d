import type { Place } from '../../text/place';
import { kindOf } from './guests';
import type { Machine } from './machine';
import type { Value } from './value';

/** `with context as target`: what the target is bound to. */
export function enterContext(m: Machine, context: Value, place: Place): Value {
  kindOf(m, context)?.enter?.(m, context);
  if (context.kind === 'instance') {
    const enter = m.store.read(context.cls.id, '__enter__');
    if (enter?.kind === 'function') {
      const site = { callee: '__enter__', place, function: place, parentheses: place, arguments: [] };
      return m.call({ ...enter, self: context }, { positional: [], keywords: new Map() }, site);
    }
  }
  return context;
}

/** The end of the `with` block. */
export function leaveContext(m: Machine, context: Value): void {
  kindOf(m, context)?.leave?.(m, context);
}
