import type { Place } from '../../../text/place';
import type { Machine } from '../../python/machine';
import type { CallSite } from '../../../facts/callsite';
import { libraryBases } from '../../python/definitions';
import { noArguments, type ClassValue, type ObjectRef, type Value } from '../../python/value';
import { ownersField, unbuiltField } from './fields';
import { madeInCall } from './state';

/**
 * What a list of variables belongs to: `model.trainable_variables`. Concatenation keeps all owners.
 * @param built false where the model has no weights yet, so that the list is empty and stays so
 */
export function variablesOf(m: Machine, owners: readonly Value[], place: Place, built = true): ObjectRef {
  const id = m.store.fresh();
  if (!built) m.store.write(id, unbuiltField, true);
  m.store.write(id, ownersField, owners);
  const call: CallSite = { callee: 'variables', place, function: place, parentheses: place, arguments: [] };
  return { kind: 'object', id, type: 'loss-probe.variables', args: noArguments, call, place };
}

export function ownersOf(m: Machine, value: Value | undefined): readonly Value[] | undefined {
  return value?.kind === 'object' ? m.store.read(value.id, ownersField) : undefined;
}

/** The list was read before its model had weights. */
export const isUnbuilt = (m: Machine, value: Value | undefined): boolean =>
  value?.kind === 'object' && m.store.read(value.id, unbuiltField) === true;

const isKerasBase = (name: string): boolean => /^keras\.(?:Model|Sequential|models\.|layers\.)/.test(name);

export const isKerasClass = (m: Machine, cls: ClassValue): boolean => libraryBases(m, cls).some(isKerasBase);

/** Notes a layer or variable that is made while the `call` of a Keras class runs: it is new, and random, in every call. */
export function noteMadeInCall(m: Machine, id: number, type: string, place: Place): void {
  for (const method of m.frames.toReversed()) {
    const { owner, name } = method;
    if (!owner || name === '__init__' || name === 'build') {
      if (owner) return;
      continue;
    }
    if (name === 'call' && isKerasClass(m, owner)) {
      m.of(madeInCall).push({ id, type, place, method });
      return;
    }
  }
}
