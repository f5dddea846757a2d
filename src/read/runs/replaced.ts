/** Layers whose output was lost: the name that held it went to another tensor before anything took it. */
import type { LostLayer, NodeId } from '../../facts/graph';
import type { Machine } from '../python/machine';
import type { LayerTensor, TensorNode } from '../libraries/tensorflow/tensor';
import { reachable } from '../libraries/tensorflow/keras/model-graph';
import { layerOf } from './graphs';
import type { ModelSnapshot } from '../libraries/tensorflow/events';
import { named, readers, replaced } from '../libraries/tensorflow/state';

/**
 * Of the layers of this graph: what stood under the same name before, unread, and was computed from what the graph's layer takes again.
 * Layers that were lost one after the other are all told.
 */
export function lostLayers(m: Machine, from: ModelSnapshot, idOf: ReadonlyMap<TensorNode, NodeId>): readonly LostLayer[] {
  const lost = new Map<TensorNode, LostLayer>();
  const seen = new Set<string>();
  for (const { name, old, by } of m.of(replaced).toReversed()) {
    const instead = idOf.get(by) ?? lost.get(by)?.by;
    if (old.kind !== 'layer' || by.kind !== 'layer' || instead === undefined || idOf.has(old)) continue;
    if (m.of(readers).has(old.id) || m.of(named).has(old.id) || m.escaped.has(old.id) || !goesBack(old, by)) continue;
    const key = `${old.place.source}:${old.place.start}:${by.place.start}`;
    const reader = by.call?.arguments[0];
    const one: LostLayer = {
      name,
      layer: layerOf(m, old, from),
      place: old.place,
      by: instead,
      instead: layerOf(m, by, from),
      reader: by.inputs.length === 1 && reader?.star === 0 ? reader.value : undefined,
      readerPlace: by.place,
    };
    if (!seen.has(key)) lost.set(old, one);
    seen.add(key);
  }
  return [...lost.values()].toReversed();
}

/** Takes what the lost layer, or a layer before it, took. */
function goesBack(old: LayerTensor, by: LayerTensor): boolean {
  const earlier = new Set(reachable(old.inputs));
  return by.inputs.length > 0 && by.inputs.every((input) => earlier.has(input));
}
