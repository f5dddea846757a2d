/** Losses that a program writes itself: from the graph of their operations to the expression that the probe evaluates. */
import { table } from '../facts/table';
import type { JsonObject } from '../experiment/json';
import type { CustomLossSpec, Expression } from '../experiment/model';
import { valueOf } from '../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../facts/loss-graph';
import { isObject } from '../facts/plain';
import { isNotTestable, notTestable, type NotTestable } from './outcome';
import { configOf } from './plain-config';

/** `aligned`: Keras makes the ranks of labels and output equal before it calls the function. */
export function customLossSpec(graph: LossGraph, aligned: boolean): CustomLossSpec | NotTestable {
  const root = graph.nodes.at(-1);
  const output = graph.prediction ?? graph.nodes.find(({ kind }) => kind === 'output')?.id;
  if (!root) return notTestable('the loss', 'nothing is computed');
  if (output === undefined) return notTestable('the loss', 'it does not depend on the model');
  const labels = new Set<number>();
  const expression = translate(graph, root, output, labels);
  if (isNotTestable(expression)) return expression;
  if (labels.size > 1) return notTestable('the loss', 'it depends on more than labels and predictions');
  return { kind: 'custom', expression, ...(aligned && sameRank(graph) ? { aligned } : {}) };
}

/** What reaches a loss class or plain operations is not aligned; the shapes of the leaves say whether it need be. */
export function sameRank({ nodes }: LossGraph): boolean {
  const rank = (kind: LossNode['kind']): number | undefined => valueOf(nodes.find((node) => node.kind === kind)?.shape)?.length;
  const [labels, output] = [rank('data'), rank('output')];
  return labels === undefined || output === undefined || labels === output;
}

function translate(graph: LossGraph, node: LossNode, output: number, labels: Set<number>): Expression | NotTestable {
  if (node.id === output) return { kind: 'y_pred' };
  switch (node.kind) {
    case 'output':
      return notTestable('the loss', 'it depends on more than one output');
    case 'data':
      labels.add(node.id);
      return { kind: 'y_true' };
    case 'constant': {
      const value = valueOf(node.value);
      return value === undefined ? notTestable('the loss', 'a number in it is not known') : { kind: 'constant', value };
    }
    case 'weights':
      return notTestable('the loss', 'a penalty on weights');
    case 'unknown':
      return notTestable('the loss', node.why.detail);
    case 'operation': {
      const inputs: Expression[] = [];
      for (const id of node.inputs) {
        const input = graph.nodes[id];
        const expression = input && translate(graph, input, output, labels);
        if (!expression) return notTestable('the loss', node.operation);
        if (isNotTestable(expression)) return expression;
        inputs.push(expression);
      }
      return operation(node, inputs);
    }
  }
}

/** What does nothing here: everything is float32. */
const passing = new Set('identity convert_to_tensor to_float ensure_shape float'.split(' '));

/** The probe's names of operations that take tensors only. */
const plain: Readonly<Record<string, string>> = table({
  add: 'add',
  sub: 'subtract',
  mul: 'multiply',
  div: 'divide',
  neg: 'negative',
  ...Object.fromEntries(
    (
      'pow maximum minimum squared_difference divide_no_nan abs square sqrt rsqrt exp expm1 log log1p sigmoid tanh softmax log_softmax relu ' +
      'softplus elu sign stop_gradient zeros_like ones_like flatten where round floor ceil'
    )
      .split(' ')
      .map((name) => [name, name]),
  ),
});

const operands: ReadonlyMap<string, number> = new Map([
  ...'add sub mul div pow maximum minimum squared_difference divide_no_nan'.split(' ').map((name) => [name, 2] as const),
  ['where', 3] as const,
]);

const reductions = new Set('mean sum max min'.split(' '));
const comparisons = new Set('greater greater_equal less less_equal equal not_equal'.split(' '));

function operation(node: LossOperation, inputs: readonly Expression[]): Expression | NotTestable {
  const { name } = node;
  const [first] = inputs;
  const refused = notTestable('the loss', `${node.operation} in it`);
  const call = (called: string, config: JsonObject = {}, given = inputs): Expression => ({
    kind: 'call',
    operation: called,
    inputs: given,
    config,
  });
  if (passing.has(name)) return first ?? refused;
  if (reductions.has(name)) {
    const config = axesOf(node);
    return config ? call(`reduce_${name}`, config) : refused;
  }
  const short = plain[name];
  if (short !== undefined) return inputs.length === (operands.get(name) ?? 1) ? call(short) : refused;
  const spelled = node.operation.split('.').at(-1) ?? '';
  if (name === 'compare') return comparisons.has(spelled) && inputs.length === 2 ? call(spelled) : refused;
  switch (name) {
    case 'cast': {
      const type = castTo(node);
      if (type === undefined || /^(?:b?float|double|half)/.test(type)) return first ?? refused;
      return type === 'bool' ? call('not_equal', {}, [...inputs, zero]) : call('truncate');
    }
    case 'numpy':
      return inputs.length === 1 ? call('stop_gradient') : refused;
    case 'to_int32':
    case 'to_int64':
      return call('truncate');
    case 'rint':
      return call('round');
    case 'argmax':
    case 'argmin':
      return inputs.length === 1 ? call(name, { axis: numberOf(node, ['axis', 'dimension', '#1']) ?? 0 }) : refused;
    case 'clip': {
      const [min, max] = ['min', 'max'].map((end) =>
        numberOf(node, [`clip_value_${end}`, `${end}_value`, `x_${end}`, `a_${end}`, end === 'min' ? '#1' : '#2']),
      );
      return min === undefined || max === undefined ? refused : call('clip_by_value', { min, max });
    }
    case 'squeeze':
      return call('squeeze', axesOf(node) ?? {});
    case 'expand_dims':
      return call('expand_dims', { axis: numberOf(node, ['axis', '#1']) ?? -1 });
    case 'one_hot': {
      const depth = numberOf(node, ['depth', 'num_classes', '#1']);
      return depth === undefined ? refused : call('one_hot', { depth });
    }
    case 'reshape': {
      const shape = valueOf(node.arguments.shape ?? node.arguments.newshape ?? node.arguments['#1']);
      return Array.isArray(shape) && shape.every((size) => typeof size === 'number') ? call('reshape', { shape }) : refused;
    }
    default:
      return lossFunction(node, inputs) ?? refused;
  }
}

const zero: Expression = { kind: 'constant', value: 0 };

/** The type of a cast: `int32`, whether it was written as text or as `tf.int32`. */
function castTo({ arguments: facts }: LossOperation): string | undefined {
  const type = valueOf(facts.dtype ?? facts['#1']);
  return typeof type === 'string' ? type : isObject(type) ? type.type.split('.').at(-1) : undefined;
}

/** A loss of Keras or tf.nn inside the expression. */
function lossFunction(node: LossOperation, inputs: readonly Expression[]): Expression | NotTestable | undefined {
  const [a, b] = ordered(node, inputs);
  if (!a || !b || inputs.length !== 2) return undefined;
  if (/^tf\.(?:compat\.v1\.)?nn\./.test(node.operation)) {
    const called = /^(?:(?:sparse_)?softmax|sigmoid)_cross_entropy_with_logits/.exec(node.name)?.[0];
    return called === undefined ? undefined : { kind: 'call', operation: `tf.nn.${called}`, inputs: [a, b], config: {} };
  }
  if (!/^keras\.(?:losses|metrics|backend)\./.test(node.operation)) return undefined;
  const config = configOf(node.arguments, node.name);
  if (isNotTestable(config)) return config;
  const reduction = typeof config.reduction === 'string' ? config.reduction.toLowerCase() : 'mean';
  const rest = Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'reduction' && key !== 'name'));
  // Unlike the loss of that name it leaves the last axis.
  const elementwise = node.operation === 'keras.backend.binary_crossentropy';
  const losses: Expression = { kind: 'call', operation: elementwise ? node.operation : node.name, inputs: [a, b], config: rest };
  // An object reduces to one number.
  if (!/^[A-Z]/.test(node.operation.split('.').at(-1) ?? '') || reduction === 'none') return losses;
  return {
    kind: 'call',
    operation: reduction === 'sum' ? 'reduce_sum' : 'reduce_mean',
    inputs: [losses],
    config: {},
  };
}

/** Labels first, whatever the order of keywords. */
function ordered({ call }: LossOperation, inputs: readonly Expression[]): readonly Expression[] {
  const named = (call?.arguments ?? []).flatMap(({ keyword }) => keyword ?? []);
  const position = (...names: readonly string[]): number => named.findIndex((one) => names.includes(one));
  const [labels, output] = [position('labels', 'y_true', 'targets', 'target'), position('logits', 'y_pred', 'output')];
  return labels > output && output >= 0 ? inputs.toReversed() : inputs;
}

function numberOf({ arguments: facts }: LossOperation, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = valueOf(facts[name]);
    if (typeof value === 'number') return value;
  }
  return undefined;
}

/** Axis and keepdims; undefined where they are given and not known. */
export function axesOf({ arguments: facts }: Pick<LossOperation, 'arguments'>): JsonObject | undefined {
  const given = facts.axis ?? facts.reduction_indices ?? facts['#1'];
  const keepdims = [facts.keepdims, facts.keep_dims].some((flag) => valueOf(flag) === true);
  if (given === undefined) return { keepdims };
  const axis = valueOf(given);
  if (axis === null) return { keepdims };
  if (typeof axis === 'number') return { axis, keepdims };
  return Array.isArray(axis) && axis.every((one) => typeof one === 'number') ? { axis, keepdims } : undefined;
}
