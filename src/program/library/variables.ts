import type { Place } from '../../text/place';
import type { Machine } from '../interpreter/machine';
import type { CallSite } from '../callsite';
import { noArguments, type ObjectRef, type Value } from '../interpreter/value';

/** What a list of variables belongs to: `model.trainable_variables`. Concatenation keeps all owners. */
export function variablesOf(m: Machine, owners: readonly Value[], place: Place): ObjectRef {
  const id = m.store.fresh();
  m.store.write(id, '#owners', owners);
  const call: CallSite = { callee: 'variables', place, function: place, parentheses: place, arguments: [] };
  return { kind: 'object', id, type: 'loss-probe.variables', args: noArguments, call, place };
}

export function ownersOf(m: Machine, value: Value | undefined): readonly Value[] | undefined {
  return value?.kind === 'object' ? (m.store.read(value.id, '#owners') as readonly Value[] | undefined) : undefined;
}
