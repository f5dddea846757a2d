import type { Place } from '../../text/place';
import { isTensorFlow1Only } from '../../knowledge/names';
import { dataAttribute } from '../data/data-attributes';
import { noted, operands } from '../data/derivations';
import { layerAttribute } from '../libraries/tensorflow/keras/layers';
import { libraryAttribute } from '../libraries/dispatch';
import { modelAttribute } from '../libraries/tensorflow/keras/models';
import { objectAttribute } from '../libraries/objects';
import { instanceAttribute } from '../libraries/instances';
import { tensorAttribute } from '../libraries/tensorflow/tensor-operations';
import { classAttribute } from './definitions';
import { libraryValue } from './imports';
import { joinValues } from './join';
import { notKnown, type Machine } from './machine';
import { noteTracedRead, noteTracedWrite } from '../libraries/tensorflow/traces';
import { isNone, type FunctionValue, type InstanceValue, type LibraryValue, type Value } from './value';
import { modelField, trainableField } from '../libraries/tensorflow/fields';

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
    case 'model':
      return (
        m.store.read(value.id, name) ?? modelAttribute(m, value, name, place) ?? { kind: 'method', self: value, name, place }
      );
    case 'layer':
      return (
        m.store.read(value.id, name) ?? layerAttribute(m, value, name, place) ?? { kind: 'method', self: value, name, place }
      );
    case 'object':
      return objectAttribute(m, value, name, place) ?? { kind: 'method', self: value, name, place };
    case 'data':
      return (
        noted(m, { kind: 'attribute', name, place, args: operands(value) }, () => dataAttribute(m, value, name, place)) ?? {
          kind: 'method',
          self: value,
          name,
          place,
        }
      );
    case 'tensor':
      return tensorAttribute(m, value, name, place) ?? { kind: 'method', self: value, name, place };
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
    default:
      return { kind: 'method', self: value, name, place };
  }
}

function attributeOfLibrary(m: Machine, value: LibraryValue, name: string, place: Place): Value {
  const path = `${value.path}.${name}`;
  const assigned = m.store.read(m.patched, path);
  if (assigned) return assigned;
  if (path === 'tensorflow.keras') m.importedPaths.add(path);
  if (m.tensorflow === 2 && isTensorFlow1Only(path)) m.tensorflow = 1;
  return libraryAttribute(m, value, name, place) ?? libraryValue(path, place, m.tensorflow);
}

function attributeOfInstance(m: Machine, value: InstanceValue, name: string, place: Place): Value {
  const own = m.store.read(value.id, name);
  if (own) {
    noteTracedRead(m, value.id, name, own, place);
    return own;
  }
  const attribute = classAttribute(m, value.cls, name);
  if (attribute?.kind === 'function') return bindMethod(m, attribute, value, place);
  if (attribute) return attribute;
  return instanceAttribute(m, value, name, place) ?? notKnown(m, 'undefined', place, `attribute ${name} is never set`);
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
    case 'object': {
      const owner = target.type === 'loss-probe.any-layer' ? m.store.read(target.id, modelField) : undefined;
      if (owner) writeAttribute(m, owner, name, value, place);
      else m.store.write(target.id, name, value);
      return;
    }
    case 'instance':
    case 'class':
    case 'layer':
    case 'model':
    case 'data':
      noteTracedWrite(m, target.id, name, value);
      m.store.write(target.id, name, value);
      return;
    case 'oneOf':
      for (const one of target.values)
        writeAttribute(m, one, name, notKnown(m, 'branch', place, `${name} set on one of several objects`), place);
      return;
    default:
      // Which layers are frozen is then no longer known of any.
      if (name === 'trainable')
        m.store.write(
          m.patched,
          trainableField,
          notKnown(m, 'not-modelled', place, 'trainable set on layers that are not known'),
        );
  }
}
