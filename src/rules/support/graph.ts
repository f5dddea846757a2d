import { always, valueOf } from '../../facts/fact';
import type { GraphNode, LayerNode, ModelGraph, NodeId } from '../../facts/graph';
import type { Plain } from '../../facts/plain';

/** Nothing of the model escaped understanding. */
export const isWhole = (graph: ModelGraph): boolean =>
  graph.gaps.length === 0 && graph.nodes.every((node) => node.kind !== 'unknown');

/** Nodes that take this node's output. */
const consumersOf = (graph: ModelGraph, id: NodeId): readonly GraphNode[] =>
  graph.nodes.filter((node) => node.inputs.includes(id));

export const layersOf = (graph: ModelGraph): readonly LayerNode[] => graph.nodes.filter((node) => node.kind === 'layer');

const denseAndConvolutions = /^(?:Dense|EinsumDense|(?:Separable|Depthwise)?Conv[123]D(?:Transpose)?|LocallyConnected[12]D)$/;
const recurrent = /^(?:LSTM|GRU|SimpleRNN|RNN|ConvLSTM[123]D|Bidirectional|CuDNNLSTM|CuDNNGRU)$/;

/** Affine layers that need a non-linearity between them. */
export const isAffine = (node: GraphNode): node is LayerNode =>
  node.kind === 'layer' && denseAndConvolutions.test(node.layer.type);

export const isRecurrent = (node: GraphNode): boolean => node.kind === 'layer' && recurrent.test(node.layer.type);

const passing =
  /^(?:InputLayer|Flatten|Reshape|Permute|RepeatVector|(?:Spatial)?Dropout(?:[123]D)?|GaussianNoise|GaussianDropout|AlphaDropout|Masking|ActivityRegularization|ZeroPadding[123]D|Cropping[123]D|UpSampling[123]D|(?:Global)?AveragePooling[123]D)$/;

/** Layers that cannot bend their input: between two affine layers they leave one affine map. */
export const isLinearPassage = (node: GraphNode): boolean =>
  node.kind === 'layer' && (passing.test(node.layer.type) || node.layer.type === 'BatchNormalization');

/** Layers that only hand on what they get, so that scale and meaning of the values stay. */
export const isPassage = (node: GraphNode): boolean => node.kind === 'layer' && passing.test(node.layer.type);

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
