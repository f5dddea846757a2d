import type { Place } from '../../text/place';
import type { Machine } from './machine';
import type { ObjectRef, Value } from './value';
import { enteredField } from '../libraries/tensorflow/fields';

const tapeType = 'tf.GradientTape';

const isSession = (value: Value): value is ObjectRef => value.kind === 'object' && /^tf\.compat\.v1\..*Session$/.test(value.type);

/** `with context as target`: what the target is bound to. Gradient tapes start to record. */
export function enterContext(m: Machine, context: Value, place: Place): Value {
  if (context.kind === 'object' && context.type === tapeType) {
    m.tapes.push(context.id);
    m.store.write(context.id, enteredField, true);
  }
  if (isSession(context)) m.defaultSessions.push(context);
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
  if (context.kind === 'object' && context.type === tapeType && m.tapes.at(-1) === context.id) m.tapes.pop();
  if (isSession(context) && m.defaultSessions.at(-1)?.id === context.id) m.defaultSessions.pop();
}
