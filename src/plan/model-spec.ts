/** From the understood graph to the model the probe builds. */
import type { Json, JsonObject } from '../experiment/json';
import type { ModelSpec, NodeSpec } from '../experiment/model';
import type { GraphNode, Layer, LayerNode, ModelGraph } from '../facts/graph';
import type { Head } from '../facts/training';
import { layerRecord } from '../knowledge/layers';
import { assumedParameter, inputShape, outputWidth, type Assumptions } from './open-sizes';
import { isNotTestable, notTestable, type NotTestable } from './outcome';
import { configOf } from './plain-config';
import { isSwitch, rawNodes } from './raw-model';

export interface PlannedModel {
  readonly spec: ModelSpec;
  /** Input shapes in the order of `spec.inputs`, without batch dimension. */
  readonly inputShapes: readonly (readonly number[])[];
  /** Types of layers that are left out of the reproduction: augmentation. */
  readonly omitted: readonly string[];
  /** Graph inputs in the order of `spec.inputs`, as positions in `ModelGraph.inputs`. */
  readonly positions: readonly number[];
  /** Spec id of each layer object, by its key. */
  readonly layers: ReadonlyMap<number, string>;
  /** Spec id of each output node of the graph. */
  readonly outputs: readonly string[];
}

/**
 * `shapes`: what reaches the inputs, where the model itself does not say. `heads`: of the run, for outputs whose width only the labels tell.
 */
export function modelSpec(
  graph: ModelGraph,
  shapes: readonly (readonly number[] | undefined)[],
  heads: readonly Head[],
  noted: Assumptions,
): PlannedModel | NotTestable {
  const [gap] = graph.gaps;
  if (gap) return notTestable('a part of the model', gap.detail);
  if (graph.outputs.length === 0) return notTestable('the model', 'its outputs are not known');
  const inputShapes: (readonly number[])[] = [];
  const positions: number[] = [];
  const widths = new Map(heads.map((head) => [head.weights ?? head.output, outputWidth(head)]));
  const parts: Parts = { nodes: [], names: namer(), layers: new Map(), noted, omitted: new Set(), widths };
  const ids = new Map<number, string>();
  for (const [position, id] of graph.inputs.entries()) {
    if (isSwitch(graph, id)) continue;
    positions.push(position);
    const node = graph.nodes[id];
    const shape = node && inputShape(graph, id, node.shape, shapes[position], noted);
    if (!node || !shape) return notTestable('the input shape', describeShape(node));
    const name = parts.names('input');
    ids.set(id, name);
    inputShapes.push(shape);
    parts.nodes.push({ id: name, class: 'InputLayer', config: { shape }, inbound: [] });
  }
  const failure = addNodes(graph, ids, parts);
  if (failure) return failure;
  const outputs = graph.outputs.map((id) => ids.get(id));
  if (outputs.includes(undefined)) return notTestable('the model', 'its outputs are not known');
  return {
    spec: { nodes: parts.nodes, inputs: graph.inputs.flatMap((id) => ids.get(id) ?? []), outputs: outputs as string[] },
    inputShapes,
    positions,
    layers: parts.layers,
    omitted: [...parts.omitted],
    outputs: outputs as string[],
  };
}

/** What a spec is put together from. */
interface Parts {
  readonly nodes: NodeSpec[];
  readonly names: (type: string) => string;
  /** Ids of layer objects that were used before, for shared weights. */
  readonly layers: Map<number, string>;
  readonly noted: Assumptions;
  /** Layers that are left out. */
  readonly omitted: Set<string>;
  /** Units of the layers that make outputs. */
  readonly widths: ReadonlyMap<number, number>;
}

/** Layer names as Keras gives them: `dense`, `dense_1`. */
function namer(): (type: string) => string {
  const counts = new Map<string, number>();
  return (type) => {
    const base = type.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  };
}

function addNodes(graph: ModelGraph, ids: Map<number, string>, parts: Parts): NotTestable | undefined {
  const { nodes, names, layers } = parts;
  const raw = rawNodes(graph, parts.noted);
  for (const node of graph.nodes) {
    if (ids.has(node.id)) continue;
    const read = raw.get(node.id);
    if (read) {
      if (isNotTestable(read)) return read;
      if (read.kind === 'absorbed') continue;
      const sources = (read.kind === 'same' ? [read.as] : read.inbound).map((input) => ids.get(input));
      const [source] = sources;
      if (source === undefined || sources.includes(undefined))
        return notTestable('a part of the model', 'its input is not known');
      const id = read.kind === 'same' ? source : names(read.class.split('.').at(-1) ?? 'operation');
      ids.set(node.id, id);
      if (read.kind === 'layer') nodes.push({ id, class: read.class, config: read.config, inbound: sources as string[] });
      continue;
    }
    const inbound = node.inputs.map((input) => ids.get(input));
    if (node.kind === 'unknown') return notTestable('a part of the model', node.why.detail);
    if (node.kind === 'input' && isSwitch(graph, node.id)) continue;
    if (node.kind === 'input') return notTestable('an input', 'it is not among the inputs of the model');
    if (inbound.includes(undefined)) return notTestable('a part of the model', 'its input is not known');
    if (node.kind === 'operation') {
      const config = configOf(node.arguments, node.operation);
      if (isNotTestable(config)) return config;
      const id = names(node.operation.split('.').at(-1) ?? 'operation');
      ids.set(node.id, id);
      nodes.push({ id, class: node.operation, config, inbound: inbound as string[] });
      continue;
    }
    const { layer } = node;
    if (layer.backbone) return notTestable('a pretrained model', layer.backbone.type);
    if (layer.model) {
      const inner = inlineModel(layer.model, inbound as string[], parts);
      if (isNotTestable(inner)) return inner;
      ids.set(node.id, inner.output);
      continue;
    }
    const [only] = inbound;
    if (isAugmentation(layer.type) && only !== undefined) {
      parts.omitted.add(layer.type);
      ids.set(node.id, only);
      continue;
    }
    const config = layerConfig(node, parts);
    if (isNotTestable(config)) return config;
    const id = names(layer.type);
    ids.set(node.id, id);
    const shared = layers.get(layer.key);
    layers.set(layer.key, shared ?? id);
    nodes.push({
      id,
      class: layer.type,
      config,
      inbound: inbound as string[],
      ...(shared === undefined ? {} : { sharedWith: shared }),
    });
  }
  return undefined;
}

function inlineModel(inner: ModelGraph, inbound: readonly string[], outer: Parts): { readonly output: string } | NotTestable {
  const parts: Parts = { ...outer, widths: new Map() };
  const ids = new Map(inner.inputs.flatMap((id, i) => (inbound[i] === undefined ? [] : [[id, inbound[i]] as const])));
  const failure = addNodes(inner, ids, parts);
  if (failure) return failure;
  const output = ids.get(inner.outputs[0] ?? -1);
  return output !== undefined && inner.outputs.length === 1
    ? { output }
    : notTestable('a nested model', 'it has several outputs');
}

/** Changes pictures at random in training only; the made-up pictures need no more of them. */
const isAugmentation = (type: string): boolean => layerRecord(type)?.family === 'augment';

/** Only what has weights can be frozen. */
const hasWeights = ({ arguments: facts }: Layer): boolean =>
  Object.keys(facts).some((name) => name.endsWith('_initializer') || name === 'layer');

function layerConfig({ id, layer }: LayerNode, { noted, widths }: Parts): JsonObject | NotTestable {
  const { training, ...others } = layer.arguments;
  const given = training?.kind === 'unknown' ? others : layer.arguments;
  // What is fed as `training` is true in training.
  const config = configOf(given, layer.type, (parameter, fact) =>
    assumedParameter(layer.type, parameter, fact, widths.get(id), noted),
  );
  if (isNotTestable(config)) return config;
  const plain: Record<string, Json> = { ...config };
  const activation = layer.activation;
  if ('activation' in plain && activation.kind === 'known') plain.activation = activation.value;
  if (layer.trainable.kind === 'known') {
    if (!layer.trainable.value) plain.trainable = false;
  } else if (hasWeights(layer)) return notTestable(`whether ${layer.type} is trainable`, 'it is not known');
  return plain;
}

function describeShape(node: GraphNode | undefined): string {
  if (!node) return 'the model has no input that is known';
  return node.shape.kind === 'unknown' ? node.shape.detail : 'a size that only exists at run time';
}
