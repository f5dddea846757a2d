import { always, valueOf } from '../../facts/fact';
import type { GraphNode, LayerNode, ModelGraph, NodeId } from '../../facts/graph';
import type { Plain } from '../../facts/plain';
import { handsOn, layerRecord } from '../../knowledge/layers';
import type { Family, LayerRecord } from '../../knowledge/layers/record';

/** Nothing of the model escaped understanding. */
export const isWhole = (graph: ModelGraph): boolean =>
  graph.gaps.length === 0 && graph.nodes.every((node) => node.kind !== 'unknown');

const consumers = new WeakMap<ModelGraph, ReadonlyMap<NodeId, readonly GraphNode[]>>();

/** Nodes that take this node's output. Asked of every node of a graph, so all are found at once. */
function consumersOf(graph: ModelGraph, id: NodeId): readonly GraphNode[] {
  let byInput = consumers.get(graph);
  if (byInput === undefined) {
    const found = new Map<NodeId, GraphNode[]>();
    for (const node of graph.nodes)
      for (const input of new Set(node.inputs)) {
        const own = found.get(input);
        if (own) own.push(node);
        else found.set(input, [node]);
      }
    byInput = found;
    consumers.set(graph, byInput);
  }
  return byInput.get(id) ?? [];
}

export const layersOf = (graph: ModelGraph): readonly LayerNode[] => graph.nodes.filter((node) => node.kind === 'layer');

/** What Keras's layer at this node is; undefined for nodes and classes that are none. */
export const recordOf = (node: GraphNode | undefined): LayerRecord | undefined =>
  node?.kind === 'layer' ? layerRecord(node.layer.type) : undefined;

export const isOfFamily = (node: GraphNode | undefined, ...families: readonly Family[]): boolean => {
  const record = recordOf(node);
  return record !== undefined && families.includes(record.family);
};

/** Affine layers that need a non-linearity between them. */
export const isAffine = (node: GraphNode): node is LayerNode => isOfFamily(node, 'dense', 'conv');

export const isRecurrent = (node: GraphNode): boolean => recordOf(node)?.recurrent === true;

/** Recurrent layers that give their last state, or one for each step: LSTM and its like, and what runs them both ways. */
export function givesStates(node: GraphNode): boolean {
  const record = recordOf(node);
  return record?.recurrent === true && (record.width === 'units' || record.family === 'wrap');
}

/** Layers that cannot bend their input: between two affine layers they leave one affine map. */
export function isLinearPassage(node: GraphNode): boolean {
  const record = recordOf(node);
  return record?.takes === 'one' && record.affine;
}

/** Layers that only hand on what they get, so that scale and meaning of the values stay, and bend nothing. */
export function isPassage(node: GraphNode): boolean {
  const record = recordOf(node);
  return record !== undefined && handsOn(record, true);
}

/** `units` or `filters`, whichever the layer has. */
export function widthOf(node: GraphNode): number | undefined {
  if (node.kind !== 'layer') return undefined;
  const width = valueOf<Plain>(node.layer.arguments.units ?? node.layer.arguments.filters);
  return typeof width === 'number' ? width : undefined;
}

/** `Dense(64)`, or the type alone where the width is unknown. */
export function layerTitle(node: LayerNode): string {
  const width = widthOf(node);
  return width === undefined ? node.layer.type : `${node.layer.type}(${width})`;
}

export const isLinear = (node: LayerNode): boolean => always(node.layer.activation, (name) => name === 'linear');

/** The first nodes after `start` that are not passed by `passes`, over all paths; the output itself is not a stop. */
export function reach(graph: ModelGraph, start: NodeId, passes: (node: GraphNode) => boolean): readonly GraphNode[] {
  const found = new Map<NodeId, GraphNode>();
  const seen = new Set<NodeId>();
  const queue = [start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const node of consumersOf(graph, id)) {
      if (seen.has(node.id)) continue;
      seen.add(node.id);
      if (passes(node)) queue.push(node.id);
      else found.set(node.id, node);
    }
  }
  return [...found.values()];
}
