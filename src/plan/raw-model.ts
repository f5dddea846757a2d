/**
 * Models written with variables and operations of tf.nn: what of them is a layer of Keras in all but name (a product with its bias, a
 * convolution, pooling, dropout) becomes that layer, with the initial values the program gives its variables.
 */
import { isJsonObject, type Json, type JsonObject } from '../experiment/json';
import { valueOf } from '../facts/fact';
import type { GraphNode, ModelGraph, NodeId, OperationNode } from '../facts/graph';
import type { Assumptions } from './open-sizes';
import { isNotTestable, notTestable, type NotTestable } from './outcome';
import { jsonOf } from './plain-config';

export type RawNode = RawLayer | { readonly kind: 'same'; readonly as: NodeId } | { readonly kind: 'absorbed' } | NotTestable;

interface RawLayer {
  readonly kind: 'layer';
  readonly class: string;
  readonly config: JsonObject;
  readonly inbound: readonly NodeId[];
}

interface Weight {
  readonly id: NodeId;
  readonly shape: readonly number[];
  readonly initializer: Json;
  readonly trainable: boolean;
}

const isVariable = (node: GraphNode | undefined): node is OperationNode & { readonly operation: 'variable' } =>
  node?.kind === 'operation' && node.operation === 'variable';

const shortName = ({ operation }: OperationNode): string => operation.split('.').at(-1) ?? operation;

const isDropout = (node: GraphNode): boolean => node.kind === 'operation' && /\bnn\.dropout$/.test(node.operation);

/** An input that only says how much dropout keeps is none of the model's data. */
export const isSwitch = ({ nodes }: ModelGraph, id: NodeId): boolean => {
  const users = nodes.filter(({ inputs }) => inputs.includes(id));
  return users.length > 0 && users.every((node) => isDropout(node) && node.inputs[0] !== id);
};

/** The operations of a graph that are read otherwise than one by one. */
export function rawNodes(graph: ModelGraph, noted: Assumptions): ReadonlyMap<NodeId, RawNode> {
  const found = new Map<NodeId, RawNode>();
  for (const node of graph.nodes) {
    if (node.kind !== 'operation') continue;
    if (isVariable(node)) found.set(node.id, { kind: 'absorbed' });
    else {
      const raw = rawNode(graph, node, found, noted);
      if (raw) found.set(node.id, raw);
    }
  }
  return found;
}

const usesOf = (graph: ModelGraph, id: NodeId): number =>
  graph.nodes.reduce((sum, node) => sum + node.inputs.filter((input) => input === id).length, 0) +
  (graph.outputs.includes(id) ? 1 : 0);

function rawNode(graph: ModelGraph, node: OperationNode, found: Map<NodeId, RawNode>, noted: Assumptions): RawNode | undefined {
  const name = shortName(node);
  const [first] = node.inputs;
  const weights = node.inputs.filter((id) => isVariable(graph.nodes[id]));
  if (weights.length > 0) return withWeights(graph, node, weights, found);
  if (first === undefined) return undefined;
  if (isDropout(node))
    return { kind: 'layer', class: 'Dropout', config: { rate: dropoutRate(graph, node, noted) }, inbound: [first] };
  if (activations.has(name) && node.inputs.length === 1) return activated(graph, node, name, first, found);
  switch (name) {
    case 'identity':
    case 'cast':
    case 'read_value':
      return { kind: 'same', as: first };
    case 'max_pool':
    case 'max_pool2d':
      return pooling('MaxPooling2D', node, first);
    case 'avg_pool':
    case 'avg_pool2d':
      return pooling('AveragePooling2D', node, first);
    case 'reshape': {
      const shape = valueOf(node.shape);
      if (!shape || shape.includes(null)) return undefined;
      return { kind: 'layer', class: 'Reshape', config: { target_shape: shape }, inbound: [first] };
    }
    default:
      return undefined;
  }
}

/** Hidden activations that a layer can have as an argument. At the output they stay operations, which losses see differently. */
const activations = new Set('relu relu6 tanh sigmoid elu selu softplus softsign gelu swish silu'.split(' '));

function activated(
  graph: ModelGraph,
  node: OperationNode,
  activation: string,
  first: NodeId,
  found: Map<NodeId, RawNode>,
): RawNode | undefined {
  const layer = found.get(first);
  if (layer?.kind !== 'layer' || !isWeighted(layer) || 'activation' in layer.config) return undefined;
  if (usesOf(graph, first) > 1 || (activation === 'sigmoid' && graph.outputs.includes(node.id))) return undefined;
  found.set(first, { kind: 'absorbed' });
  return { ...layer, config: { ...layer.config, activation } };
}

const isWeighted = ({ class: name }: RawLayer): boolean => name === 'Dense' || /^Conv\dD$/.test(name);

function withWeights(graph: ModelGraph, node: OperationNode, ids: readonly NodeId[], found: Map<NodeId, RawNode>): RawNode {
  const name = shortName(node);
  const weights: Weight[] = [];
  for (const id of ids) {
    const weight = weightOf(graph, id);
    if (isNotTestable(weight)) return weight;
    weights.push(weight);
  }
  const [kernel, bias] = weights;
  const others = node.inputs.filter((id) => !ids.includes(id));
  const [input] = others;
  if (!kernel || input === undefined || others.length > 1)
    return notTestable('a part of the model', `${node.operation} of variables`);
  const last = node.inputs.indexOf(kernel.id) > node.inputs.indexOf(input);
  const frozen = weights.some((one) => !one.trainable);
  if (frozen && weights.some((one) => one.trainable)) return notTestable('a part of the model', 'a layer that is frozen in part');
  const shared: JsonObject = {
    kernel_initializer: kernel.initializer,
    use_bias: bias !== undefined,
    ...(bias && { bias_initializer: bias.initializer }),
    ...(frozen && { trainable: false }),
  };
  if (/^(?:matmul|dot|xw_plus_b)$/.test(name)) {
    const [, units] = kernel.shape;
    const plain = ['transpose_a', 'transpose_b', 'adjoint_a', 'adjoint_b'].every(
      (flag) => valueOf(node.arguments[flag]) !== true,
    );
    if (!last || !plain || units === undefined || kernel.shape.length !== 2)
      return notTestable('a part of the model', `${node.operation} with such a variable`);
    return { kind: 'layer', class: 'Dense', config: { units, ...shared }, inbound: [input] };
  }
  if (/^conv[12]d$/.test(name)) {
    const rank = kernel.shape.length - 2;
    const strides = sizes(node, ['strides', 'stride'], rank);
    const padding = valueOf(node.arguments.padding);
    const format = valueOf(node.arguments.data_format);
    if (!last || !strides || typeof padding !== 'string' || (typeof format === 'string' && format.startsWith('NC')))
      return notTestable('a part of the model', node.operation);
    const config = {
      filters: kernel.shape.at(-1) ?? 1,
      kernel_size: kernel.shape.slice(0, rank),
      strides,
      padding: padding.toLowerCase(),
    };
    return { kind: 'layer', class: `Conv${rank}D`, config: { ...config, ...shared }, inbound: [input] };
  }
  if (weights.length > 1) return notTestable('a part of the model', `${node.operation} of variables`);
  if (node.operation === 'operator.add' || /^(?:add|bias_add)$/.test(name)) {
    const folded = withBias(graph, kernel, input, found);
    if (folded) return folded;
  }
  if (
    !/^operator\.(?:add|sub|mul|truediv|pow)$|^tf\.(?:math\.)?(?:add|subtract|multiply|divide|maximum|minimum)$/.test(
      node.operation,
    )
  )
    return notTestable('a part of the model', `${node.operation} of a variable`);
  const operand = { class: 'variable', config: { shape: kernel.shape, initializer: kernel.initializer } };
  return {
    kind: 'layer',
    class: node.operation,
    config: { [last ? '#1' : '#0']: operand, ...(frozen && { trainable: false }) },
    inbound: [input],
  };
}

/** `tf.matmul(x, W) + b`: the bias of the layer before, where there is one number for each unit. */
function withBias(graph: ModelGraph, bias: Weight, before: NodeId, found: Map<NodeId, RawNode>): RawLayer | undefined {
  const layer = found.get(before);
  if (layer?.kind !== 'layer' || layer.config.use_bias !== false || 'activation' in layer.config) return undefined;
  const units = layer.config.units ?? layer.config.filters;
  const width = bias.shape.at(-1) ?? 1;
  const isRow = bias.shape.slice(0, -1).every((size) => size === 1);
  if (width !== units || !isRow || usesOf(graph, before) > 1 || bias.trainable !== (layer.config.trainable !== false))
    return undefined;
  found.set(before, { kind: 'absorbed' });
  return { ...layer, config: { ...layer.config, use_bias: true, bias_initializer: bias.initializer } };
}

function weightOf(graph: ModelGraph, id: NodeId): Weight | NotTestable {
  const node = graph.nodes[id];
  if (!isVariable(node)) return notTestable('a part of the model', 'a variable');
  const shape = valueOf(node.shape);
  if (!shape || shape.includes(null))
    return notTestable('the shape of a variable', node.shape.kind === 'unknown' ? node.shape.detail : 'not known');
  if (usesOf(graph, id) > 1) return notTestable('a part of the model', 'a variable that is used in several places');
  const { initializer: fact } = node.arguments;
  if (fact?.kind !== 'known')
    return notTestable('the initial value of a variable', fact?.kind === 'unknown' ? fact.detail : 'one of several');
  const initializer = jsonOf(fact.value);
  if (!isJsonObject(initializer)) return notTestable('the initial value of a variable', 'not a plain value');
  return { id, shape: shape as number[], initializer, trainable: valueOf(node.arguments.trainable) !== false };
}

function pooling(name: string, node: OperationNode, input: NodeId): RawNode {
  const [window, strides] = [sizes(node, ['ksize', 'kernel_size'], 2), sizes(node, ['strides', 'stride'], 2)];
  const padding = valueOf(node.arguments.padding);
  if (!window || !strides || typeof padding !== 'string') return notTestable('a part of the model', node.operation);
  return { kind: 'layer', class: name, config: { pool_size: window, strides, padding: padding.toLowerCase() }, inbound: [input] };
}

/** A number for all axes, one for each, or one for each with those of batch and channels around them. */
function sizes({ arguments: facts }: OperationNode, names: readonly string[], rank: number): readonly number[] | undefined {
  const value = names.map((name) => valueOf(facts[name])).find((one) => one !== undefined);
  if (typeof value === 'number') return Array.from({ length: rank }, () => value);
  const all = Array.isArray(value) && value.every((size) => typeof size === 'number') ? (value as readonly number[]) : undefined;
  if (all?.length === rank + 2) return all.slice(1, -1);
  return all?.length === rank ? all : undefined;
}

/** TensorFlow 1 says what is kept, in the call or by what is fed; TensorFlow 2 what is dropped. */
function dropoutRate(graph: ModelGraph, node: OperationNode, { note }: Assumptions): number {
  const { rate, keep_prob: keep } = node.arguments;
  const fed = graph.nodes[node.inputs[1] ?? -1];
  const given = valueOf(keep) ?? (fed?.kind === 'input' ? valueOf(fed.fed) : undefined);
  const byRate = node.call?.arguments.some(({ keyword }) => keyword === 'rate') === true;
  const written = valueOf(rate);
  if (typeof given === 'number') return byRate && fed ? given : 1 - given;
  if (typeof written === 'number') return written;
  note({ what: 'as the share of values that dropout drops', value: 0.5 });
  return 0.5;
}
