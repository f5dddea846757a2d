/** Which weights a value stands for: a model's, a layer's, single variables, lists of them. */
import type { Place } from '../../text/place';
import { hasWeights } from '../../knowledge/layers';
import { looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import type { TensorNode } from '../libraries/tensorflow/tensor';
import type { Value } from '../python/value';
import { kerasVersion } from '../libraries/tensorflow/keras/flavor';
import { isUnbuilt, ownersOf } from '../libraries/tensorflow/variables';
import { everyNode } from '../libraries/tensorflow/keras/training-calls';
import type { ModelSnapshot } from '../libraries/tensorflow/events';

interface Leaf {
  readonly type: string;
  readonly place: Place;
  /** One number on its own, often a setting that the program assigns itself (the weight of a loss that is annealed). */
  readonly setting?: boolean;
  /** A `tf.Variable`. */
  readonly raw?: boolean;
}

export interface Weights {
  /** By layer id, or id of a raw variable. */
  readonly leaves: ReadonlyMap<number, Leaf>;
  /** Ids of the models and layers they were named by. */
  readonly named: ReadonlySet<number>;
  readonly names: readonly string[];
  /** Nothing is missing from `leaves`. */
  readonly whole: boolean;
  /** Read before the model had weights. */
  readonly unbuilt: boolean;
}

export type Snapshots = ReadonlyMap<number, ModelSnapshot>;

const nothing: Weights = { leaves: new Map(), named: new Set(), names: [], whole: true, unbuilt: false };

export const merged = (parts: readonly Weights[]): Weights => ({
  leaves: new Map(parts.flatMap(({ leaves }) => [...leaves])),
  named: new Set(parts.flatMap(({ named }) => [...named])),
  names: [...new Set(parts.flatMap(({ names }) => names))],
  whole: parts.every(({ whole }) => whole),
  unbuilt: parts.length > 0 && parts.every(({ unbuilt }) => unbuilt),
});

/** The weights a list of variables holds; undefined where any of it is not known. */
export function weightsIn(m: Machine, value: Value | undefined, snapshots: Snapshots, depth = 0): Weights | undefined {
  if (!value || depth > 4) return undefined;
  if (value.kind === 'tensor') return value.node.kind === 'variable' ? weightsOfNode(value.node, snapshots) : undefined;
  const owners = ownersOf(m, value);
  if (owners) {
    const parts = owners.map((owner) => weightsOf(m, owner, snapshots));
    return parts.includes(undefined)
      ? undefined
      : { ...merged(parts.flatMap((part) => part ?? [])), unbuilt: isUnbuilt(m, value) };
  }
  const items = value.kind === 'list' || value.kind === 'tuple' ? looseItems(m, value) : undefined;
  const parts = items?.map((item) => weightsIn(m, item, snapshots, depth + 1));
  return !parts || parts.includes(undefined) ? undefined : merged(parts.flatMap((part) => part ?? []));
}

function weightsOf(m: Machine, owner: Value, snapshots: Snapshots): Weights | undefined {
  if (owner.kind === 'layer')
    return {
      ...nothing,
      leaves: new Map([[owner.id, { type: owner.type, place: owner.place }]]),
      named: new Set([owner.id]),
      names: [owner.type],
    };
  if (owner.kind === 'tensor') return owner.node.kind === 'variable' ? weightsOfNode(owner.node, snapshots) : undefined;
  if (owner.kind !== 'model' && owner.kind !== 'instance') return undefined;
  const all = weightsOfModel(owner.id, snapshots);
  // Keras 3 looks for its own variables and for no tf.Variable.
  return all && kerasVersion(m) === 3 ? { ...all, leaves: new Map([...all.leaves].filter(([, { raw }]) => raw !== true)) } : all;
}

function weightsOfModel(id: number, snapshots: Snapshots): Weights | undefined {
  const snapshot = snapshots.get(id);
  if (!snapshot) return undefined;
  const parts = everyNode(snapshot.outputs.map(({ node }) => node)).map((node) => weightsOfNode(node, snapshots, snapshot));
  return {
    ...merged(parts),
    named: new Set([id, ...parts.flatMap(({ named }) => [...named])]),
    names: [snapshot.name],
    whole: parts.every(({ whole }) => whole) && snapshot.gaps.length === 0 && snapshot.outputs.length > 0,
    unbuilt: false,
  };
}

/** The weights that this one node brings in, those of its inputs left out. */
export function weightsOfNode(node: TensorNode, snapshots: Snapshots, of?: ModelSnapshot): Weights {
  switch (node.kind) {
    case 'layer': {
      const { id, type, place, args } = node.layer;
      const frozen = of?.trainable.get(id) ?? args.keywords.get('trainable');
      if (frozen?.kind === 'const' && frozen.value === false) return nothing;
      const leaves = new Map(hasWeights(type) ? [[id, { type, place }] as const] : []);
      // A layer whose `trainable` may be anything may have no trainable weights.
      return { ...nothing, leaves, named: new Set([id]), whole: frozen === undefined || frozen.kind === 'const' };
    }
    case 'variable':
      return node.trainable
        ? {
            ...nothing,
            leaves: new Map([
              [
                node.id,
                { type: 'Variable', place: node.place, setting: maybeScalar(node), raw: node.call.callee === 'tf.Variable' },
              ],
            ]),
            names: ['variables'],
          }
        : nothing;
    case 'model': {
      if (!('id' in node.model)) return { ...nothing, whole: false };
      if (of) return { ...nothing, named: new Set([node.model.id]), whole: node.inner !== undefined };
      return weightsOfModel(node.model.id, snapshots) ?? { ...nothing, named: new Set([node.model.id]), whole: false };
    }
    case 'unknown':
      return { ...nothing, whole: false };
    default:
      return nothing;
  }
}

/** They have a model, a layer or a variable in common. */
export const meets = (a: Weights, b: Weights): boolean =>
  [...a.named].some((id) => b.named.has(id)) || [...a.leaves.keys()].some((id) => b.leaves.has(id));

const maybeScalar = ({ shape }: TensorNode): boolean => shape.kind !== 'known' || shape.value.length === 0;
