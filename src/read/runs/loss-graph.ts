/** From the tensors of a loss to the graph that rules read. */
import { table } from '../../facts/table';
import { known, unknown, type Fact } from '../../facts/fact';
import type { Machine } from '../python/machine';
import type { TensorNode } from '../libraries/tensorflow/tensor';
import { asNumber, placeOf, type Value } from '../python/value';
import { stateOf } from '../data/data-access';
import { bindArguments } from '../libraries/arguments';
import { boundOf } from '../libraries/tensorflow/keras/layers';
import type { LossGraph, LossNode } from '../../facts/loss-graph';
import type { Shape } from '../../facts/training';
import { activationOfLayer } from './activation';
import { argumentFacts } from './facts';
import { operationArguments } from './graphs';
import { lossName } from './losses';
import { lossShape } from './loss-shapes';

/** Losses are small; what is larger is a model that was not recognised as one. */
const maximumNodes = 300;

/** What stands for the model and the labels where the tensors do not tell by themselves. */
export interface LossLeaves {
  /** What the output of a model applies last, by its tensor. */
  readonly activation?: ((node: TensorNode) => Fact<string> | undefined) | undefined;
  readonly leaf?: ((node: TensorNode) => LeafDraft | undefined) | undefined;
  /** What the model puts out, activations included. */
  readonly prediction?: TensorNode | undefined;
}

type WithoutId<N> = N extends LossNode ? Omit<N, 'id'> : never;
type LeafDraft = WithoutId<LossNode>;

export function lossGraph(m: Machine, root: TensorNode, leaves: LossLeaves = {}): LossGraph | undefined {
  const nodes: LossNode[] = [];
  const ids = new Map<TensorNode | number, number>();
  const state = { lost: false };
  const add = (draft: LeafDraft): number => {
    const id = nodes.length;
    nodes.push({ ...draft, id });
    return id;
  };
  const operand = (value: Value, parent: TensorNode, depth: number): number => {
    const number = asNumber(value);
    const place = placeOf(value) ?? parent.place;
    if (number !== undefined)
      return add({ kind: 'constant', value: known(number, place), inputs: [], shape: known([], place), place });
    const tensor =
      value.kind === 'tensor'
        ? value.node
        : value.kind === 'data'
          ? parent.inputs.find((input) => input.kind === 'data' && input.data?.id === value.id)
          : undefined;
    if (tensor) return visit(tensor, depth);
    const why = value.kind === 'unknown' ? value.why : unknown('not-modelled', place, `a ${value.kind} in a loss`);
    return add({ kind: 'unknown', why, inputs: [], shape: why, place });
  };
  const visit = (node: TensorNode, depth: number): number => {
    // An array that enters twice is one leaf.
    const key = node.kind === 'data' && node.data ? node.data.id : node;
    const seen = ids.get(key);
    if (seen !== undefined) return seen;
    if (depth > 100 || nodes.length > maximumNodes) state.lost = true;
    const drafted = state.lost ? unknownLeaf(node) : (leaves.leaf?.(node) ?? leafOf(m, node, leaves));
    const id = add(drafted ?? operationOf(node, depth));
    ids.set(key, id);
    return id;
  };
  const operationOf = (node: TensorNode, depth: number): LeafDraft => {
    if (node.kind !== 'operation' || branching.test(node.operation)) return unknownLeaf(node);
    const name = operationName(node);
    const written = [...node.args.positional, ...node.args.keywords.values()].slice(0, 2);
    const inputs = binaryNames.has(name)
      ? written.map((value) => operand(value, node, depth + 1))
      : node.inputs.map((input) => visit(input, depth + 1));
    const { object } = node;
    // Of a loss object: what it was constructed with.
    const made = object && argumentFacts(m, bindArguments(m, object.type, object.args, object.call));
    const facts = { ...made, ...operationArguments(m, node) };
    const shapes = inputs.map((id) => nodes[id]?.shape ?? unknown('not-modelled', node.place, name));
    return {
      kind: 'operation',
      name,
      operation: node.object?.type ?? node.operation,
      call: node.call,
      arguments: facts,
      inputs,
      shape: lossShape({ name, operation: node.operation, isObject: node.object !== undefined }, shapes, facts, node.place),
      place: node.place,
    };
  };
  visit(root, 0);
  if (state.lost) return undefined;
  const prediction = leaves.prediction && ids.get(leaves.prediction);
  return prediction === undefined || nodes[prediction]?.kind === 'output' ? { nodes } : { nodes, prediction };
}

/** What these give is made by functions that they are handed: their tensors only choose, or are taken apart. */
const branching = /\.(?:cond|case|switch_case|while_loop|map_fn|vectorized_map|scan|fold[lr]|associative_scan|fori_loop)$/;

const unknownLeaf = (node: TensorNode): LeafDraft => {
  const why = node.kind === 'unknown' ? node.why : unknown('not-modelled', node.place, 'a part of the loss');
  return { kind: 'unknown', why, inputs: [], shape: why, place: node.place };
};

const batched = (shape: Fact<Shape>): Fact<Shape> =>
  shape.kind === 'known' ? { ...shape, value: [null, ...shape.value] } : shape;

/** Nodes at which the loss ends and the model or the data begin. */
function leafOf(m: Machine, node: TensorNode, leaves: LossLeaves): LeafDraft | undefined {
  const base = { inputs: [], place: node.place };
  switch (node.kind) {
    case 'layer':
      return {
        ...base,
        kind: 'output',
        activation:
          leaves.activation?.(node) ?? activationOfLayer(node.layer.type, argumentFacts(m, boundOf(m, node.layer)), node.place),
        shape: batched(node.shape),
      };
    case 'model': {
      const activation = leaves.activation?.(node) ?? unknown('not-modelled', node.place, 'the activation of a nested model');
      return { ...base, kind: 'output', activation, shape: batched(node.shape) };
    }
    case 'input':
      return {
        ...base,
        kind: 'data',
        range: unknown('dynamic', node.place, 'values that are fed'),
        shape: node.whole ?? batched(node.shape),
      };
    case 'data': {
      const state = node.data && stateOf(m, node.data);
      const why = unknown('dynamic', node.place, 'data in a loss');
      return { ...base, kind: 'data', range: state?.range ?? why, shape: state?.shape ?? why };
    }
    case 'variable':
      return { ...base, kind: 'weights', shape: node.shape };
    case 'unknown':
      return unknownLeaf(node);
    case 'operation':
      // Of `prediction - labels` the labels are none of the model's.
      return isProduct(node) || (node === leaves.prediction && isSum(node))
        ? { ...base, kind: 'output', activation: known('linear', node.place, 'library'), shape: batched(node.shape) }
        : undefined;
  }
}

const products = /(?:^|\.)(?:matmul|tensordot|dot|conv[123]d|xw_plus_b)$/;
const sums = /^operator\.(?:add|sub)$|(?:^|\.)(?:add|bias_add)$/;

const hasVariable = (node: TensorNode): boolean => node.inputs.some((input) => input.kind === 'variable');

/** `tf.matmul(x, W) + b`, or `x * w + b`: made by weights. */
function isProduct(node: TensorNode): boolean {
  if (node.kind !== 'operation') return false;
  if (products.test(node.operation)) return hasVariable(node);
  if (/^operator\.mul$|(?:^|\.)multiply$/.test(node.operation))
    return hasVariable(node) && node.inputs.some((input) => input.kind === 'input' || input.kind === 'data');
  return isSum(node) && node.inputs.every((input) => input.kind === 'variable' || isProduct(input));
}

const isSum = (node: TensorNode): boolean => node.kind === 'operation' && sums.test(node.operation);

const binaryNames = new Set(
  'add sub mul div floordiv mod pow maximum minimum compare squared_difference divide_no_nan'.split(' '),
);

const oneName: Readonly<Record<string, string>> = table({
  subtract: 'sub',
  multiply: 'mul',
  divide: 'div',
  truediv: 'div',
  div_no_nan: 'divide_no_nan',
  reduce_mean: 'mean',
  reduce_sum: 'sum',
  reduce_max: 'max',
  reduce_min: 'min',
  reduce_prod: 'prod',
  negative: 'neg',
  clip_by_value: 'clip',
  greater: 'compare',
  greater_equal: 'compare',
  less: 'compare',
  less_equal: 'compare',
  equal: 'compare',
  not_equal: 'compare',
  absolute: 'abs',
  arg_max: 'argmax',
  arg_min: 'argmin',
});

/** One name for all spellings of an operation. */
function operationName(node: Extract<TensorNode, { kind: 'operation' }>): string {
  if (node.object) return lossName(node.object.type);
  if (/^keras\.(?:losses|metrics)\./.test(node.operation)) return lossName(node.operation);
  const short = node.operation.split('.').at(-1) ?? node.operation;
  return oneName[short] ?? short;
}
