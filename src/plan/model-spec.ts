/** From the understood graph to the model the probe builds. */
import type { Json, JsonObject } from '../experiment/json';
import type { Assumption } from '../experiment/data-spec';
import type { ModelSpec, NodeSpec } from '../experiment/model';
import { valueOf } from '../program/fact';
import type { GraphNode, LayerNode, ModelGraph } from '../program/graph';
import { isNotTestable, notTestable, type NotTestable } from './outcome';
import { configOf } from './plain-config';

export interface PlannedModel {
  readonly spec: ModelSpec;
  /** Input shapes in the order of `spec.inputs`, without batch dimension. */
  readonly inputShapes: readonly (readonly number[])[];
  /** Sizes that only the data would tell, as chosen. */
  readonly assumed: readonly Assumption[];
  /** Spec id of each output node of the graph. */
  readonly outputs: readonly string[];
}

/** `shapes`: what reaches the inputs, where the model itself does not say. */
export function modelSpec(graph: ModelGraph, shapes: readonly (readonly number[] | undefined)[]): PlannedModel | NotTestable {
  const [gap] = graph.gaps;
  if (gap) return notTestable('a part of the model', gap.detail);
  if (graph.outputs.length === 0) return notTestable('the model', 'its outputs are not known');
  const nodes: NodeSpec[] = [];
  const inputShapes: (readonly number[])[] = [];
  const ids = new Map<number, string>();
  const names = namer();
  const assumed: Assumption[] = [];
  for (const [position, id] of graph.inputs.entries()) {
    const node = graph.nodes[id];
    const sizes = node && concrete(valueOf(node.shape), shapes[position]);
    if (!node || !sizes) return notTestable('the input shape', describeShape(node));
    const shape = sizes.map((size, axis) => size ?? assumedSize(sizes.length, axis, assumed));
    const name = names('input');
    ids.set(id, name);
    inputShapes.push(shape);
    nodes.push({ id: name, class: 'InputLayer', config: { shape }, inbound: [] });
  }
  const failure = addNodes(graph, ids, nodes, names, new Map());
  if (failure) return failure;
  const outputs = graph.outputs.map((id) => ids.get(id));
  if (outputs.includes(undefined)) return notTestable('the model', 'its outputs are not known');
  return {
    spec: { nodes, inputs: graph.inputs.flatMap((id) => ids.get(id) ?? []), outputs: outputs as string[] },
    inputShapes,
    assumed,
    outputs: outputs as string[],
  };
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

/** `layers`: ids of layer objects that were used before, for shared weights. */
function addNodes(
  graph: ModelGraph,
  ids: Map<number, string>,
  nodes: NodeSpec[],
  names: (type: string) => string,
  layers: Map<number, string>,
): NotTestable | undefined {
  for (const node of graph.nodes) {
    if (ids.has(node.id)) continue;
    const inbound = node.inputs.map((input) => ids.get(input));
    if (node.kind === 'unknown') return notTestable('a part of the model', node.why.detail);
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
      const inner = inlineModel(layer.model, inbound as string[], nodes, names, layers);
      if (isNotTestable(inner)) return inner;
      ids.set(node.id, inner.output);
      continue;
    }
    const config = layerConfig(node);
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

function inlineModel(
  inner: ModelGraph,
  inbound: readonly string[],
  nodes: NodeSpec[],
  names: (type: string) => string,
  layers: Map<number, string>,
): { readonly output: string } | NotTestable {
  const ids = new Map(inner.inputs.flatMap((id, i) => (inbound[i] === undefined ? [] : [[id, inbound[i]] as const])));
  const failure = addNodes(inner, ids, nodes, names, layers);
  if (failure) return failure;
  const output = ids.get(inner.outputs[0] ?? -1);
  return output !== undefined && inner.outputs.length === 1
    ? { output }
    : notTestable('a nested model', 'it has several outputs');
}

function layerConfig({ layer }: LayerNode): JsonObject | NotTestable {
  const config = configOf(layer.arguments, layer.type);
  if (isNotTestable(config)) return config;
  const plain: Record<string, Json> = { ...config };
  const activation = layer.activation;
  if ('activation' in plain && activation.kind === 'known') plain.activation = activation.value;
  if (layer.trainable.kind === 'known') {
    if (!layer.trainable.value) plain.trainable = false;
  } else return notTestable(`whether ${layer.type} is trainable`, 'it is not known');
  return plain;
}

/** The declared shape, its open sizes filled from the data where it has them; undefined where not even the rank is known. */
function concrete(
  declared: readonly (number | null)[] | undefined,
  data: readonly number[] | undefined,
): readonly (number | null)[] | undefined {
  if (!declared) return data;
  return declared.map((size, i) => size ?? (data?.length === declared.length ? (data[i] ?? null) : null));
}

/** Rows and columns of images, steps of sequences; a plain feature vector or the tokens of a text. */
function assumedSize(rank: number, axis: number, assumed: Assumption[]): number {
  const choice: Assumption =
    rank === 3
      ? axis === 2
        ? { what: 'image channels', value: 3 }
        : { what: 'pixels of image height and width', value: 32 }
      : rank === 2 && axis === 1
        ? { what: 'features', value: 8 }
        : { what: rank === 1 ? 'values per sample' : 'time steps', value: 20 };
  if (!assumed.some(({ what }) => what === choice.what)) assumed.push(choice);
  return choice.value;
}

function describeShape(node: GraphNode | undefined): string {
  if (!node) return 'the model has no input that is known';
  return node.shape.kind === 'unknown' ? node.shape.detail : 'a size that only exists at run time';
}
