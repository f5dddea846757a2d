/** What the weights of a model start as: of layers, and of products with variables that the program makes itself. */
import { argumentOf } from '../../edits/edits';
import { valueOf, type Fact } from '../../facts/fact';
import type { GraphNode, LayerNode, ModelGraph, OperationNode } from '../../facts/graph';
import { isObject, type Plain } from '../../facts/plain';
import type { Place } from '../../text/place';
import { isAffine, layerTitle } from './graph';

export interface Kernel {
  readonly node: GraphNode;
  /** The layer whose argument says how they start; of a product there is none. */
  readonly layer?: LayerNode | undefined;
  readonly title: string;
  /** The number that all weights start with. */
  readonly start: number | undefined;
  /** Where it is written. */
  readonly at: Place | undefined;
  readonly activation: string;
  /** There is no bias, or it starts at 0. */
  readonly withoutBias: boolean;
}

/** The weights at a node; undefined where there are none, or none whose part in the model is known. */
export function kernelAt(graph: ModelGraph, node: GraphNode): Kernel | undefined {
  if (isAffine(node)) return ofLayer(node);
  return node.kind === 'operation' ? ofProduct(graph, node) : undefined;
}

export const isWeighted = (node: GraphNode): boolean =>
  isAffine(node) || (node.kind === 'operation' && products.test(node.operation));

function ofLayer(node: LayerNode): Kernel {
  const { call, activation, arguments: given } = node.layer;
  const hasNoBias = valueOf(given.use_bias) === false || given.bias_initializer === undefined;
  return {
    node,
    layer: node,
    title: layerTitle(node),
    // Biases that differ set the units apart, whatever the kernel starts with.
    start: hasNoBias || equalStart(given.bias_initializer) !== undefined ? equalStart(given.kernel_initializer) : undefined,
    at: argumentOf(call, 'kernel_initializer')?.value,
    activation: valueOf(activation) ?? '',
    withoutBias: hasNoBias || equalStart(given.bias_initializer) === 0,
  };
}

const products = /(?:^|\.)(?:matmul|conv[123]d|xw_plus_b)$/;
const sums = /^operator\.add$|(?:^|\.)(?:add|bias_add)$/;
const activations = /(?:^|\.)(?:relu6?|leaky_relu|elu|selu|sigmoid|tanh|softplus|gelu|swish|silu)$/;

const isVariable = (node: GraphNode | undefined): node is OperationNode =>
  node?.kind === 'operation' && node.operation === 'variable';

/** `activation(tf.matmul(x, w) + b)`: nothing else may take part, such as a path around the product. */
function ofProduct(graph: ModelGraph, node: OperationNode): Kernel | undefined {
  const [, weights, ownBias] = node.inputs.map((id) => graph.nodes[id]);
  if (!products.test(node.operation) || !isVariable(weights)) return undefined;
  const units = valueOf(weights.shape)?.at(-1);
  if (typeof units !== 'number' || units < 2) return undefined;
  const sum = onlyUse(graph, node, sums);
  const biases = [
    ...(sum?.inputs ?? []).filter((id) => id !== node.id).map((id) => graph.nodes[id]),
    ...(ownBias ? [ownBias] : []),
  ];
  if (!biases.every(isVariable)) return undefined;
  const bent = onlyUse(graph, sum ?? node, activations);
  return {
    node,
    title: `the layer of ${units} units`,
    start: equalStart(weights.arguments.initializer),
    at: weights.place,
    activation: bent?.operation.split('.').at(-1) ?? '',
    withoutBias: biases.every((bias) => equalStart(bias.arguments.initializer) === 0),
  };
}

/** The operation that alone takes a node's output, where it is one of these. */
function onlyUse(graph: ModelGraph, { id }: GraphNode, operations: RegExp): OperationNode | undefined {
  const [use, ...others] = graph.nodes.filter((other) => other.inputs.includes(id));
  return use?.kind === 'operation' && others.length === 0 && operations.test(use.operation) ? use : undefined;
}

/** The number that everything starts with which is initialised so. */
function equalStart(fact: Fact<Plain> | undefined): number | undefined {
  const initializer = valueOf(fact);
  const name = isObject(initializer)
    ? (initializer.type.split('.').at(-1) ?? '')
    : typeof initializer === 'string'
      ? initializer
      : '';
  // TensorFlow 1 calls them zeros_initializer.
  switch (name.toLowerCase().replace(/_initializer$/, '')) {
    case 'zeros':
    case 'zero':
      return 0;
    case 'ones':
    case 'one':
      return 1;
    case 'constant': {
      const value = isObject(initializer) ? valueOf(initializer.arguments.value) : 0;
      return typeof value === 'number' ? value : undefined;
    }
    default:
      return undefined;
  }
}
