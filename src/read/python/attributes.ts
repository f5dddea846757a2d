import type { Place } from '../../text/place';
import { classAttribute } from './definitions';
import { kindOf, tell } from './guests';
import { libraryValue } from './imports';
import { joinValues } from './join';
import { notKnown, type Machine } from './machine';
import { objectAttribute } from './objects';
import { isNone, type FunctionValue, type InstanceValue, type LibraryValue, type Value } from './value';

/** `value.name`. */
export function readAttribute(m: Machine, value: Value, name: string, place: Place): Value {
  switch (value.kind) {
    case 'library':
      return attributeOfLibrary(m, value, name, place);
    case 'module':
      return m.store.read(value.scope.id, name) ?? notKnown(m, 'undefined', place, `${name} is not in that module`);
    case 'instance':
      return attributeOfInstance(m, value, name, place);
    case 'class': {
      const attribute = classAttribute(m, value, name);
      if (!attribute)
        return name === '__name__' ? notKnown(m, 'dynamic', place, 'a class name') : { kind: 'method', self: value, name, place };
      return attribute.kind === 'function' && attribute.decorators.includes('builtins.classmethod')
        ? { ...attribute, self: value }
        : attribute;
    }
    case 'oneOf': {
      const real = value.values.filter((one) => !isNone(one));
      return joinValues(
        m,
        real.map((one) => readAttribute(m, one, name, place)),
        place,
      );
    }
    case 'unknown':
      return value;
    case 'function':
      return name === '__name__'
        ? { kind: 'const', value: value.name, float: false, place, from: 'source' }
        : { kind: 'method', self: value, name, place };
    case 'object':
      return (
        kindOf(m, value)?.attribute?.(m, value, name, place) ??
        objectAttribute(m, value, name, place) ?? { kind: 'method', self: value, name, place }
      );
    default:
      return kindOf(m, value)?.attribute?.(m, value, name, place) ?? { kind: 'method', self: value, name, place };
  }
}

function attributeOfLibrary(m: Machine, value: LibraryValue, name: string, place: Place): Value {
  const path = `${value.path}.${name}`;
  const assigned = m.store.read(m.patched, path);
  if (assigned) return assigned;
  return kindOf(m, value)?.attribute?.(m, value, name, place) ?? libraryValue(m, path, place);
}

function attributeOfInstance(m: Machine, value: InstanceValue, name: string, place: Place): Value {
  const own = m.store.read(value.id, name);
  if (own) {
    tell(m, 'readAttribute', m, value.id, name, own, place);
    return own;
  }
  const attribute = classAttribute(m, value.cls, name);
  if (attribute?.kind === 'function') return bindMethod(m, attribute, value, place);
  if (attribute) return attribute;
  return (
    kindOf(m, value)?.attribute?.(m, value, name, place) ??
    (name.startsWith('__')
      ? { kind: 'method', self: value, name, place }
      : notKnown(m, 'undefined', place, `attribute ${name} is never set`))
  );
}

/** A function found in a class, as seen through an instance. */
export function bindMethod(m: Machine, method: FunctionValue, self: Value, place: Place): Value {
  if (method.decorators.includes('builtins.staticmethod')) return method;
  const bound: FunctionValue = { ...method, self };
  if (method.decorators.includes('builtins.property')) {
    return m.call(
      bound,
      { positional: [], keywords: new Map() },
      { callee: method.name, place, function: place, parentheses: place, arguments: [] },
    );
  }
  return bound;
}

/** `target.name = value`. */
export function writeAttribute(m: Machine, target: Value, name: string, value: Value, place: Place): void {
  switch (target.kind) {
    case 'library':
      m.store.write(m.patched, `${target.path}.${name}`, value);
      return;
    case 'module':
      m.store.write(target.scope.id, name, value);
      return;
    case 'oneOf':
      for (const one of target.values)
        writeAttribute(m, one, name, notKnown(m, 'branch', place, `${name} set on one of several objects`), place);
      return;
    default: {
      const kind = kindOf(m, target);
      if (kind?.write?.(m, target, name, value, place)) return;
      if (target.kind === 'object') m.store.write(target.id, name, value);
      else if (target.kind === 'instance' || target.kind === 'class' || (kind?.keepsAttributes && 'id' in target)) {
        tell(m, 'attributeSet', m, target.id, name, value, target);
        m.store.write(target.id, name, value);
      } else tell(m, 'attributeLost', m, target, name, place);
    }
  }
}
