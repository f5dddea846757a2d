/** Objects of libraries: what they are made with, and what is set on them. */
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import { bindMethod } from './attributes';
import { boundBy } from './bound';
import { classAttribute } from './definitions';
import { openAttributesField, superField } from './fields';
import { around, tell } from './guests';
import { noteLoops, notKnown, type Machine } from './machine';
import { none, type Arguments, type ObjectRef, type Value } from './value';

export function makeObject(m: Machine, type: string, args: Arguments, call: CallSite): ObjectRef {
  const id = m.store.fresh();
  noteLoops(m, id);
  return { kind: 'object', id, type, args, call: { ...call, callee: type }, place: call.place };
}

export function objectAttribute(m: Machine, object: ObjectRef, name: string, place: Place): Value | undefined {
  if (object.type === 'builtins.super') return superAttribute(m, object, name, place);
  const assigned = m.store.read(object.id, name);
  if (assigned) return assigned;
  const open = m.store.read(object.id, openAttributesField);
  if (open !== undefined) return notKnown(m, 'dynamic', place, `${name} of ${object.type}`);
  return object.args.keywords.get(name);
}

/** `super().name`: the next class after the one the method was found in; then what the library gives. */
function superAttribute(m: Machine, object: ObjectRef, name: string, place: Place): Value {
  const found = m.store.read(object.id, superField);
  if (!found) return notKnown(m, 'dynamic', place, 'super');
  const { cls, self } = found;
  for (const base of cls.bases) {
    const next = base.kind === 'class' ? classAttribute(m, base, name) : undefined;
    if (next?.kind === 'function') return bindMethod(m, next, self, place);
    if (next) return next;
  }
  return { kind: 'method', self, name, place };
}

export function callObjectMethod(m: Machine, object: ObjectRef, name: string, args: Arguments, site: CallSite): Value {
  const method = m.guests.methodOf(object.type, name);
  if (method)
    return around(m, { kind: 'object', name: `${object.type}.${name}`, place: site.place, args, of: object.args }, () =>
      method({ m, object, name, args, bound: boundBy(m, `${object.type}.${name}`, args), site, place: site.place }),
    );
  if (name === '__init__') return none(site.place);
  tell(m, 'handedOut', m, args);
  return notKnown(m, 'not-modelled', site.place, `${name} of ${object.type}`);
}
