/** Which weights of a model train, from the flags in force (`libraries/tensorflow/keras/trainable.ts`). */
import type { Place } from '../../text/place';
import { always, known, unknown, valueOf, type Fact } from '../../facts/fact';
import type { LateFlag, ModelGraph } from '../../facts/graph';
import type { Plain } from '../../facts/plain';
import type { Machine } from '../python/machine';
import type { Value } from '../python/value';
import type { ModelSnapshot } from '../libraries/tensorflow/events';
import { nameField } from '../libraries/tensorflow/fields';
import { kerasVersion } from '../libraries/tensorflow/keras/flavor';
import { everyNode } from '../libraries/tensorflow/keras/training-calls';
import { isBoolean, narrow, plainFact } from './facts';

/** A flag that is set, else what the layer was made with; unknown where flags of unknown layers are set. */
export function layerTrains(
  m: Machine,
  id: number,
  from: ModelSnapshot,
  given: Fact<Plain> | undefined,
  place: Place,
): Fact<boolean> {
  const assigned = from.trainable.get(id);
  if (assigned) return narrow(plainFact(m, assigned, place), place, isBoolean);
  if (from.frozen) return from.frozen;
  return given ? narrow(given, place, isBoolean) : known(true, place, 'default');
}

/** The flag of the model that is trained. */
export function ownFlag(m: Machine, from: ModelSnapshot): Fact<boolean> {
  const assigned = from.trainable.get(from.id);
  return assigned ? narrow(plainFact(m, assigned, from.place), from.place, isBoolean) : known(true, from.place, 'default');
}

/**
 * Whether any weight of a nested model trains. In Keras 3 only the flags of its layers count, in Keras 2 its own hides them
 * (measured: `base.trainable = False; base.layers[-1].trainable = True` trains the layer in 3.15 and nothing in 2.15).
 */
export function modelTrains(
  m: Machine,
  model: Value,
  graph: ModelGraph | undefined,
  from: ModelSnapshot,
  place: Place,
): Fact<boolean> {
  const id = 'id' in model ? model.id : -1;
  const given = model.kind === 'model' ? model.args.keywords.get('trainable') : undefined;
  const own = layerTrains(m, id, from, given && plainFact(m, given, place), place);
  if (kerasVersion(m) === 2 || valueOf(own) !== false) return own;
  if (!graph) return from.frozen ?? own;
  const flags = leafFlags(graph);
  if (flags.length === 0 || flags.every((flag) => always(flag, (trains) => !trains))) return own;
  return flags.find((flag) => valueOf(flag) === true) ?? unknown('branch', place, 'which layers of this model train');
}

const leafFlags = ({ nodes }: ModelGraph): readonly Fact<boolean>[] =>
  nodes.flatMap((node) => (node.kind !== 'layer' ? [] : node.layer.model ? leafFlags(node.layer.model) : [node.layer.trainable]));

/** Late flags of the model and its parts, one for each assignment that is written. */
export function lateFlags(m: Machine, from: ModelSnapshot): readonly LateFlag[] {
  if (!from.late || from.late.length === 0) return [];
  const parts = new Set([from.id, ...everyNode(from.outputs.map(({ node }) => node)).flatMap(idsOf)]);
  const found = new Map<string, LateFlag>();
  for (const { of, to, place } of from.late) {
    const key = `${place.source}:${place.start}`;
    if (!('id' in of) || !parts.has(of.id) || found.has(key)) continue;
    const model = of.kind === 'model' || of.kind === 'instance';
    found.set(key, { key: of.id, name: nameOf(m, of), model, to, place });
  }
  return [...found.values()];
}

const idsOf = (node: ReturnType<typeof everyNode>[number]): readonly number[] => {
  const object = node.kind === 'layer' ? node.layer : node.kind === 'model' ? node.model : undefined;
  return object && 'id' in object ? [object.id] : [];
};

function nameOf(m: Machine, of: Value): string {
  const name = 'id' in of ? m.store.read(of.id, nameField) : undefined;
  return name ?? (of.kind === 'layer' ? of.type : of.kind === 'instance' ? of.cls.def.name.id : 'the model');
}
