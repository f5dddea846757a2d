/** Weights that Keras does not find: made in `call`, kept in an object of a plain class, or a raw `tf.Variable`. */
import { hasWeights } from '../../knowledge/layers';
import { entriesOf, looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import type { InstanceValue, Value } from '../python/value';
import { kerasVersion } from '../libraries/tensorflow/keras/flavor';
import { isKerasClass } from '../libraries/tensorflow/variables';
import type { UntrackedWeights } from '../../facts/training';
import { madeInCall } from '../libraries/tensorflow/state';

export function untrackedWeights(m: Machine): readonly UntrackedWeights[] {
  const found = new Map<string, UntrackedWeights>();
  const add = (one: UntrackedWeights): void => {
    const key = `${one.place.source}:${one.place.start}`;
    if (!found.has(key)) found.set(key, one);
  };
  for (const { id, type, place, method } of m.of(madeInCall)) {
    const { self, owner } = method;
    const kept = self?.kind === 'instance' && fieldsOf(m, self).some(([, value]) => holds(m, value, id));
    if (!kept) add({ kind: 'in-call', key: id, type, place, owner: owner?.def.name.id ?? 'the class' });
  }
  for (const instance of m.instances) {
    if (!isKerasClass(m, instance.cls)) continue;
    for (const [attribute, value] of fieldsOf(m, instance)) held(m, instance, attribute, value, add);
  }
  return [...found.values()];
}

const fieldsOf = (m: Machine, { id }: InstanceValue): readonly (readonly [string, Value])[] =>
  m.store.names(id).flatMap((name) => {
    const value = m.store.read(id, name);
    return value ? [[name, value] as const] : [];
  });

function itemsIn(m: Machine, value: Value): readonly Value[] {
  if (value.kind === 'dict') return [...(entriesOf(m, value)?.entries.values() ?? [])].map((one) => one.value);
  return value.kind === 'list' || value.kind === 'tuple' ? (looseItems(m, value) ?? []) : [];
}

const holds = (m: Machine, value: Value, id: number, depth = 0): boolean =>
  ('id' in value && value.id === id) || (depth < 4 && itemsIn(m, value).some((item) => holds(m, item, id, depth + 1)));

function held(
  m: Machine,
  instance: InstanceValue,
  attribute: string,
  value: Value,
  add: (one: UntrackedWeights) => void,
  depth = 0,
): void {
  const base = { attribute, owner: instance.cls.def.name.id };
  if (value.kind === 'tensor' && value.node.kind === 'variable') {
    const { node } = value;
    const scalar = node.shape.kind === 'known' && node.shape.value.length === 0;
    // Keras 2 finds every tf.Variable; one number is often a setting that the program assigns itself.
    if (node.call.callee === 'tf.Variable' && node.trainable && !scalar && kerasVersion(m) === 3)
      add({ ...base, kind: 'variable', key: node.id, type: 'tf.Variable', place: node.place, call: node.call });
  } else if (value.kind === 'instance' && value.cls.bases.length === 0) {
    for (const [, inner] of fieldsOf(m, value))
      for (const one of [inner, ...itemsIn(m, inner)]) inPlainObject(value, one, base, add);
  } else if (depth < 3) for (const item of itemsIn(m, value)) held(m, instance, attribute, item, add, depth + 1);
}

function inPlainObject(
  holder: InstanceValue,
  value: Value,
  base: { readonly attribute: string; readonly owner: string },
  add: (one: UntrackedWeights) => void,
): void {
  const via = holder.cls.def.name.id;
  if (value.kind === 'layer' && hasWeights(value.type))
    add({ ...base, kind: 'plain-object', via, key: value.id, type: value.type, place: value.place });
  else if (value.kind === 'tensor' && value.node.kind === 'variable' && value.node.trainable)
    add({ ...base, kind: 'plain-object', via, key: value.node.id, type: 'tf.Variable', place: value.node.place });
}
