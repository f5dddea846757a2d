/** Functions and operators on symbolic tensors: each call is a node of the graph. */
import type { BinaryOperator } from '../../../python/ast';
import type { Place } from '../../../text/place';
import type { CallSite } from '../../../facts/callsite';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import { looseItems } from '../../python/collections';
import { notKnown, type Machine } from '../../python/machine';
import type { TensorNode, TensorValue } from './tensor';
import { constant, noArguments, tuple, type Arguments, type Value } from '../../python/value';
import type { Shape } from '../../../facts/training';
import { stateOf } from '../../data/data-access';
import { isGradients, runAlone } from './graphs/graphs-and-sessions';
import { operationShape } from './operation-shapes';
import { addNode } from './nodes';
import { makeObject } from '../../python/objects';
import { defaultSessions, edition } from './state';
import { tensorOf } from './tensor';

const operatorNames: Readonly<Record<BinaryOperator | 'compare', string>> = {
  '+': 'operator.add',
  '-': 'operator.sub',
  '*': 'operator.mul',
  '@': 'tf.matmul',
  '/': 'operator.truediv',
  '//': 'operator.floordiv',
  '%': 'operator.mod',
  '**': 'operator.pow',
  '<<': 'operator.lshift',
  '>>': 'operator.rshift',
  '&': 'operator.and',
  '|': 'operator.or',
  '^': 'operator.xor',
  compare: 'operator.compare',
};

/** The node a value is, or is wrapped in when it enters a graph. */
export function asNode(m: Machine, value: Value, place: Place): TensorNode {
  switch (value.kind) {
    case 'tensor':
      return value.node;
    case 'data': {
      const state = stateOf(m, value);
      const batched = state.container === 'array' || state.container === 'dataframe' || state.container === 'tensor';
      const shape = batched ? mapFact(state.shape, (dims) => dims.slice(1)) : state.shape;
      return addNode(m, { kind: 'data', inputs: [], shape, place, data: value, dtype: valueOf(state.dtype) });
    }
    case 'const':
      return addNode(m, { kind: 'data', inputs: [], shape: known([], place), place });
    case 'unknown':
      return addNode(m, { kind: 'unknown', inputs: [], shape: value.why, place, why: value.why });
    case 'oneOf': {
      const tensors = value.values.filter((one): one is TensorValue => one.kind === 'tensor');
      const why = unknown('branch', place, 'one of several tensors');
      return addNode(m, { kind: 'unknown', inputs: tensors.map((one) => one.node), shape: why, place, why });
    }
    default: {
      const why = notKnown(m, 'not-modelled', place, `a ${value.kind} where a tensor is expected`).why;
      return addNode(m, { kind: 'unknown', inputs: [], shape: why, place, why });
    }
  }
}

/** True when a value is a tensor or holds one: then a function on it builds the graph. */
export function holdsTensor(m: Machine, value: Value | undefined): boolean {
  if (value?.kind === 'tensor') return true;
  if (value?.kind === 'oneOf') return value.values.some((one) => one.kind === 'tensor');
  return looseItems(m, value)?.some((item) => item.kind === 'tensor') ?? false;
}

/** A node for a call of a function on tensors. Tensor arguments in order become its inputs. */
export function operation(m: Machine, name: string, args: Arguments, place: Place, call?: CallSite): TensorValue {
  const values = [...args.positional, ...args.keywords.values()];
  const inputs = values
    .flatMap((value) =>
      holdsTensor(m, value) && value.kind !== 'tensor' && value.kind !== 'oneOf' ? (looseItems(m, value) ?? []) : [value],
    )
    .filter(
      (value) =>
        value.kind === 'tensor' ||
        value.kind === 'data' ||
        value.kind === 'oneOf' ||
        (value.kind === 'unknown' && value === values[0]),
    )
    .map((value) => asNode(m, value, place));
  const shape = operationShape(m, name, inputs, args, place);
  return tensorOf(addNode(m, { kind: 'operation', operation: name, args, inputs, shape, place, call }));
}

export function tensorArithmetic(m: Machine, op: BinaryOperator | 'compare', left: Value, right: Value, place: Place): Value {
  return operation(m, operatorNames[op], { positional: [left, right], keywords: new Map() }, place);
}

export function indexTensor(m: Machine, tensor: TensorValue, index: Value, place: Place): Value {
  const parts = index.kind === 'tuple' ? index.items : [index];
  const dims = valueOf(tensor.node.shape);
  const shape: Fact<Shape> = dims ? indexedShape(dims, parts, place) : tensor.node.shape;
  const args: Arguments = { positional: [tensor, index], keywords: new Map() };
  return tensorOf(addNode(m, { kind: 'operation', operation: 'operator.getitem', args, inputs: [tensor.node], shape, place }));
}

/** The first index is of the batch axis. */
function indexedShape(dims: Shape, parts: readonly Value[], place: Place): Fact<Shape> {
  const out: (number | null)[] = [];
  let axis = 0;
  for (const [i, part] of parts.entries()) {
    if (i === 0) {
      if (part.kind === 'const') return unknown('not-modelled', place, 'an index into the batch');
      if (part.kind === 'library') return unknown('not-modelled', place, 'an ellipsis index');
      continue;
    }
    if (part.kind === 'const' && part.value === null) out.push(1);
    else if (part.kind === 'const') axis += 1;
    else if (part.kind === 'library') out.push(1);
    else {
      const whole =
        part.kind === 'object' && part.args.positional.every((bound) => bound.kind === 'const' && bound.value === null);
      out.push(whole ? (dims[axis] ?? null) : null);
      axis += 1;
    }
  }
  return known([...out, ...dims.slice(axis)], place);
}

export function tensorAttribute(m: Machine, tensor: TensorValue, name: string, place: Place): Value | undefined {
  switch (name) {
    case 'shape':
    case '_keras_shape': {
      const dims = valueOf(tensor.node.shape);
      if (!dims) return notKnown(m, 'dynamic', place, 'the shape of this tensor');
      const sizes = tensor.node.kind === 'variable' ? dims : [null, ...dims];
      return tuple(
        sizes.map((size) => (size === null ? constant(null, place) : constant(size, place, { from: 'library' }))),
        place,
      );
    }
    case 'dtype':
      return constant(tensor.node.dtype ?? 'float32', place, { from: 'library' });
    case 'initializer':
      if (tensor.node.kind !== 'variable') return undefined;
      return makeObject(m, 'tf.compat.v1.variables_initializer', noArguments, tensor.node.call);
    case 'name':
    case 'op':
      return notKnown(m, 'dynamic', place, `the ${name} of a tensor`);
    default:
      return undefined;
  }
}

export function callTensorMethod(m: Machine, tensor: TensorValue, name: string, args: Arguments, site: CallSite): Value {
  const { place } = site;
  switch (name) {
    case 'get_shape':
      return tensorAttribute(m, tensor, 'shape', place) ?? tensor;
    case 'as_list':
      return tensor;
    case 'assign':
    case 'assign_add':
    case 'assign_sub': {
      const [gradients] = args.positional;
      if (isGradients(gradients)) {
        const callee: Value = { kind: 'library', name: `tf.compat.v1.${name}`, path: `tf.${name}`, place };
        return m.call(callee, { positional: [gradients], keywords: new Map() }, site);
      }
      return operation(m, `variable.${name}`, { positional: [tensor, ...args.positional], keywords: args.keywords }, place, site);
    }
    case 'initialized_value':
    case 'read_value':
    case 'value':
      return operation(m, `variable.${name}`, { positional: [tensor, ...args.positional], keywords: args.keywords }, place, site);
    case 'set_shape':
      return constant(null, place);
    case 'eval':
      if (m.of(edition).tensorflow === 1 || m.of(defaultSessions).length > 0 || args.keywords.has('session'))
        runAlone(m, tensor, args, site);
      return operation(m, 'tensor.eval', { positional: [tensor], keywords: new Map() }, place, site);
    case 'numpy':
      return operation(m, `tensor.${name}`, { positional: [tensor], keywords: new Map() }, place, site);
    default:
      return operation(m, `tensor.${name}`, { positional: [tensor, ...args.positional], keywords: args.keywords }, place, site);
  }
}
