/** Library objects other than layers and models: losses, optimizers, tapes, scalers, sessions, generators. */
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import { unknown } from '../../facts/fact';
import { addNode, noteLoops, notKnown, type Machine } from '../python/machine';
import { bindMethod } from '../python/attributes';
import { constant, none, type Arguments, type ClassValue, type ObjectRef, type Value } from '../python/value';
import { gradientsEscape } from './tensorflow/tapes/tape';
import { handOut } from './tensorflow/keras/predictions';
import { noted } from '../data/derivations';
import { asNode, holdsTensor } from './tensorflow/tensor-operations';
import { openAttributesField, superField } from '../python/fields';

export function makeObject(m: Machine, type: string, args: Arguments, call: CallSite): ObjectRef {
  const id = m.store.fresh();
  noteLoops(m, id);
  return { kind: 'object', id, type, args, call: { ...call, callee: type }, place: call.place };
}

/** An object that is called: a loss on labels and predictions, an initializer, a metric. */
export function callObject(m: Machine, object: ObjectRef, args: Arguments, site: CallSite): Value {
  if (object.type.startsWith('keras.losses.') || object.type.startsWith('keras.metrics.')) {
    const inputs = [...args.positional, ...args.keywords.values()].slice(0, 2).map((value) => asNode(m, value, site.place));
    const shape = unknown('not-modelled', site.place, 'a loss');
    return {
      kind: 'tensor',
      node: addNode(m, { kind: 'operation', operation: object.type, object, args, inputs, shape, place: site.place, call: site }),
    };
  }
  if ([...args.positional].some((value) => holdsTensor(m, value))) {
    const inputs = args.positional.map((value) => asNode(m, value, site.place));
    const why = notKnown(m, 'not-modelled', site.place, `calling ${object.type}`).why;
    return { kind: 'tensor', node: addNode(m, { kind: 'unknown', inputs, shape: why, place: site.place, why }) };
  }
  handOut(m, args);
  return drawnBy(m, object, args, site) ?? notKnown(m, 'not-modelled', site.place, `calling ${object.type}`);
}

/** An initializer that is called with a shape gives numbers. */
function drawnBy(m: Machine, { type, args: made }: ObjectRef, args: Arguments, site: CallSite): Value | undefined {
  const short = /^keras\.initializers\.(\w+)$/.exec(type)?.[1];
  const shape = args.positional[0] ?? args.keywords.get('shape');
  const drawn = short === undefined ? undefined : generators[short];
  if (!drawn || !shape) return undefined;
  const [name, defaults] = drawn;
  const keywords = new Map<string, Value>([['shape', shape]]);
  Object.entries(defaults).forEach(([parameter, otherwise], i) => {
    keywords.set(
      parameter,
      made.keywords.get(parameter) ?? made.positional[i] ?? constant(otherwise, site.place, { float: true, from: 'default' }),
    );
  });
  return m.call(
    { kind: 'library', name, path: name, place: site.place },
    { positional: [], keywords },
    { ...site, callee: name, arguments: [] },
  );
}

const generators: Readonly<Record<string, readonly [name: string, defaults: Readonly<Record<string, number>>]>> = {
  RandomNormal: ['tf.random.normal', { mean: 0, stddev: 0.05 }],
  TruncatedNormal: ['tf.random.truncated_normal', { mean: 0, stddev: 0.05 }],
  RandomUniform: ['tf.random.uniform', { minval: -0.05, maxval: 0.05 }],
  Zeros: ['tf.zeros', {}],
  Ones: ['tf.ones', {}],
};

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
    const found = base.kind === 'class' ? inherited(m, base, name) : undefined;
    if (found?.kind === 'function') return bindMethod(m, found, self, place);
    if (found) return found;
  }
  return { kind: 'method', self, name, place };
}

function inherited(m: Machine, cls: ClassValue, name: string, depth = 0): Value | undefined {
  const own = m.store.read(cls.id, name);
  if (own !== undefined || depth > 10) return own;
  for (const base of cls.bases) {
    const found = base.kind === 'class' ? inherited(m, base, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

export function callObjectMethod(m: Machine, object: ObjectRef, name: string, args: Arguments, site: CallSite): Value {
  const method = m.library.methodOf(object.type, name);
  if (method)
    return noted(m, { kind: 'object', name: `${object.type}.${name}`, place: site.place, args, of: object.args }, () =>
      method({ m, object, name, args, site, place: site.place }),
    );
  if (name === '__init__') return none(site.place);
  gradientsEscape(m, args);
  handOut(m, args);
  return notKnown(m, 'not-modelled', site.place, `${name} of ${object.type}`);
}
