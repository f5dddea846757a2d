/** Arguments of a call by the names that the library's own signature gives them. */
import type { Parameter } from '../../knowledge/signatures';
import type { Machine } from './machine';
import type { Arguments, ObjectRef, Value } from './value';

/**
 * The argument bound to a parameter; of several names the first that was written. Undefined where it was left out.
 *
 * Several names are for functions that call the same parameter differently (`newshape` of numpy 1, `shape` of numpy 2 and TensorFlow).
 */
export type Bound = (...names: readonly string[]) => Value | undefined;

/**
 * Binds the arguments of a call of `callee` (canonical name) by its recorded signature: keywords by name, the others by position. Where no
 * signature is recorded only keywords are found.
 */
export function boundBy(m: Machine, callee: string, args: Arguments): Bound {
  return (...names) => {
    for (const name of names) {
      const value = args.keywords.get(name);
      if (value) return value;
    }
    if (args.positional.length === 0) return undefined;
    const positions = positionsOf(m, callee);
    for (const name of names) {
      const position = positions.get(name);
      if (position !== undefined) return args.positional[position];
    }
    return undefined;
  };
}

/** What an object of a library was made with. */
export const madeWith = (m: Machine, object: Pick<ObjectRef, 'type' | 'args'>): Bound => boundBy(m, object.type, object.args);

const cached = new WeakMap<readonly Parameter[], ReadonlyMap<string, number>>();
const none: ReadonlyMap<string, number> = new Map();

/** Parameter name to position, of those that can be given by position. */
function positionsOf(m: Machine, callee: string): ReadonlyMap<string, number> {
  const parameters = m.guests.names.signature(m, callee)?.parameters;
  if (!parameters) return none;
  const before = cached.get(parameters);
  if (before) return before;
  const positional = parameters.filter(({ role }) => role === 'positionalOnly' || role === 'normal');
  const positions = new Map(positional.map(({ name }, i) => [name, i]));
  cached.set(parameters, positions);
  return positions;
}
