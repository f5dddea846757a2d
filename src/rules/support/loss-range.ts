/** Which values the parts of a loss can reach in float32. */
import { table } from '../../facts/table';
import type { Range } from '../../facts/data';
import { valueOf } from '../../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../../facts/loss-graph';
import { isOperation, numberOf, operands } from './loss-graph';

const all: Range = { min: -Infinity, max: Infinity };
const positive: Range = { min: 0, max: Infinity };

/** Of activations, limits included: float32 reaches them. */
const activations: Readonly<Record<string, Range>> = table({
  sigmoid: { min: 0, max: 1 },
  hard_sigmoid: { min: 0, max: 1 },
  softmax: { min: 0, max: 1 },
  tanh: { min: -1, max: 1 },
  softsign: { min: -1, max: 1 },
  relu: positive,
  relu6: { min: 0, max: 6 },
  linear: all,
});

/** Same values in another arrangement, or some between the smallest and the largest. */
const keeping = new Set(
  'cast identity reshape squeeze expand_dims flatten getitem gather gather_nd stop_gradient convert_to_tensor to_float mean max min transpose concat stack'.split(
    ' ',
  ),
);

/** Undefined where something not understood takes part. */
export function rangeOf(graph: LossGraph, node: LossNode | undefined, depth = 0): Range | undefined {
  if (!node || depth > 60) return undefined;
  switch (node.kind) {
    case 'constant': {
      const value = valueOf(node.value);
      return value === undefined ? undefined : { min: value, max: value };
    }
    case 'output': {
      const activation = valueOf(node.activation);
      return activation === undefined ? undefined : activations[activation];
    }
    case 'data':
      return valueOf(node.range);
    case 'operation':
      return ofOperation(graph, node, depth + 1);
    case 'weights':
      return all;
    case 'unknown':
      return undefined;
  }
}

function ofOperation(graph: LossGraph, node: LossOperation, depth: number): Range | undefined {
  const [first, second] = operands(graph, node);
  const a = rangeOf(graph, first, depth);
  if (keeping.has(node.name)) return a;
  switch (node.name) {
    case 'exp':
      return positive;
    case 'square':
    case 'squared_difference':
      return positive;
    case 'pow': {
      const power = numberOf(second);
      return power !== undefined && power % 2 === 0 ? positive : a && a.min >= 0 ? positive : undefined;
    }
    case 'sqrt':
      return positive;
    case 'log':
    case 'log1p':
      return all;
    case 'softmax':
    case 'sigmoid':
    case 'tanh':
    case 'softsign':
      return activations[node.name];
    case 'relu':
      return a && { min: Math.max(0, a.min), max: Math.max(0, a.max) };
    case 'abs':
      return a && { min: a.min > 0 ? a.min : a.max < 0 ? -a.max : 0, max: Math.max(Math.abs(a.min), Math.abs(a.max)) };
    case 'neg':
      return a && { min: -a.max, max: -a.min };
    case 'sum':
      return a && { min: a.min >= 0 ? a.min : -Infinity, max: a.max <= 0 ? a.max : Infinity };
    case 'clip':
      return clipped(node);
    case 'one_hot':
      return { min: 0, max: 1 };
  }
  const b = rangeOf(graph, second, depth);
  switch (node.name) {
    case 'add':
      return a && b && { min: a.min + b.min, max: a.max + b.max };
    case 'sub':
      return a && b && { min: a.min - b.max, max: a.max - b.min };
    case 'mul':
      return first === second ? positive : a && b && hull([a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max]);
    case 'maximum':
      // What is not understood may still be kept away from 0.
      return a && b && { min: Math.max(a.min, b.min), max: Math.max(a.max, b.max) };
    case 'minimum':
      return a && b && { min: Math.min(a.min, b.min), max: Math.min(a.max, b.max) };
    case 'div':
      return a && b && quotient(graph, first, second, a, b);
    default:
      return undefined;
  }
}

/** 0 times something without limit is 0 here. */
const hull = (products: readonly number[]): Range => {
  const numbers = products.map((one) => (Number.isNaN(one) ? 0 : one));
  return { min: Math.min(...numbers), max: Math.max(...numbers) };
};

function quotient(
  graph: LossGraph,
  over: LossNode | undefined,
  under: LossNode | undefined,
  a: Range,
  b: Range,
): Range | undefined {
  const divisor = numberOf(under);
  if (divisor !== undefined && divisor !== 0) return hull([a.min / divisor, a.max / divisor]);
  if (isNormalised(graph, over, under)) return { min: 0, max: 1 };
  return a.min >= 0 && b.min >= 0 ? positive : all;
}

/** `exp(z) / sum(exp(z))`: a softmax by hand, whether or not the two exponentials are the same tensor. */
export function isNormalised(graph: LossGraph, over: LossNode | undefined, under: LossNode | undefined): boolean {
  if (!over || !isOperation(under, 'sum') || !isOperation(over, 'exp')) return false;
  const [summed] = operands(graph, under);
  if (summed === over) return true;
  return isOperation(summed, 'exp') && operands(graph, summed)[0] === operands(graph, over)[0];
}

function clipped(node: LossOperation): Range | undefined {
  const bound = (...names: readonly string[]): number | undefined => {
    for (const name of names) {
      const value = valueOf(node.arguments[name]);
      if (typeof value === 'number') return value;
    }
    return undefined;
  };
  const min = bound('clip_value_min', 'min_value', 'x_min', 'a_min', '#1');
  const max = bound('clip_value_max', 'max_value', 'x_max', 'a_max', '#2');
  // A limit that is not known is taken to do what it is there for.
  return min === undefined ? undefined : { min, max: max ?? Infinity };
}

export const reaches = (range: Range | undefined, value: number): boolean =>
  range !== undefined && range.min <= value && value <= range.max;
