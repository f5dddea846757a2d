/** Losses that a program writes itself, differentiated backwards over small arrays. */
import type { JsonObject } from '../../experiment/json';
import type { Expression } from '../../experiment/model';
import { booleanOf, numberOf, numbersOf } from '../config';
import { broadcast, extreme, kept, like, map, scalar, unbroadcast, zip, type Shaped } from './arrays';
import { Refused } from './machine';

/** A value, and what to do with its gradient; without `back` nothing that is trained is in it. */
export interface Node {
  readonly value: Shaped;
  readonly back?: ((gradient: Shaped) => void) | undefined;
}

type Operation = (inputs: readonly Node[], config: JsonObject) => Node;

const sum = (data: Float32Array): number => data.reduce((a, b) => a + b, 0);

const first = ([x]: readonly Node[]): Node => {
  if (x === undefined) throw new Refused('an operation without an argument');
  return x;
};

/** f(x) with the derivative by x and f(x). */
const unary =
  (f: (x: number) => number, slope: (x: number, y: number) => number): Operation =>
  (inputs) => {
    const { value: x, back } = first(inputs);
    const value = map(x, f);
    return {
      value,
      back: back && ((dy) => back(like(x, (i) => (dy.data[i] ?? NaN) * slope(x.data[i] ?? NaN, value.data[i] ?? NaN)))),
    };
  };

type Slope = (a: number, b: number) => number;

const binary =
  (f: Slope, byA: Slope, byB: Slope): Operation =>
  ([a, b]) => {
    if (a === undefined || b === undefined) throw new Refused('an operation without two arguments');
    const value = zip(a.value, b.value, f);
    const way = (one: Node, slope: Slope): ((dy: Shaped) => void) | undefined => {
      const { back } = one;
      if (back === undefined) return undefined;
      return (dy) =>
        back(
          unbroadcast(
            zip(dy, zip(a.value, b.value, slope), (d, s) => d * s),
            one.value.shape,
          ),
        );
    };
    const [left, right] = [way(a, byA), way(b, byB)];
    if (left === undefined && right === undefined) return { value };
    return {
      value,
      back: (dy) => {
        left?.(dy);
        right?.(dy);
      },
    };
  };

/** Without a way back: TensorFlow has no gradient for it. */
const detached =
  (f: (values: readonly Shaped[], config: JsonObject) => Shaped): Operation =>
  (inputs, config) => ({
    value: f(
      inputs.map(({ value }) => value),
      config,
    ),
  });

const comparing = (compare: (a: number, b: number) => boolean): Operation =>
  detached(([a, b]) => {
    if (a === undefined || b === undefined) throw new Refused('a comparison without two arguments');
    return zip(a, b, (x, y) => (compare(x, y) ? 1 : 0));
  });

/** The same numbers under another shape. */
const reshaped =
  (shapeOf: (shape: readonly number[], config: JsonObject) => readonly number[]): Operation =>
  (inputs, config) => {
    const { value, back } = first(inputs);
    const shape = shapeOf(value.shape, config);
    return { value: { shape, data: value.data }, back: back && (({ data }) => back({ shape: value.shape, data })) };
  };

const reducing =
  (mean: boolean): Operation =>
  (inputs, config) => {
    const { value: x, back } = first(inputs);
    const axes = numbersOf(config, 'axis');
    const shape = kept(x.shape, axes);
    const total = unbroadcast(x, shape);
    const factor = mean ? total.data.length / x.data.length : 1;
    const value = map(total, (one) => one * factor);
    const result = booleanOf(config, 'keepdims', false) ? shape : dropped(x.shape, axes);
    return {
      value: { shape: result, data: value.data },
      back: back && (({ data }) => back(map(broadcast({ shape, data }, x.shape), (d) => d * factor))),
    };
  };

const largest =
  (sign: 1 | -1): Operation =>
  (inputs, config) => {
    const { value: x, back } = first(inputs);
    const axes = numbersOf(config, 'axis');
    const shape = kept(x.shape, axes);
    const value = extreme(x, shape, (a, b) => sign * (a - b) > 0);
    const result = booleanOf(config, 'keepdims', false) ? shape : dropped(x.shape, axes);
    return {
      value: { shape: result, data: value.data },
      back:
        back &&
        (({ data }) => {
          const isIt = zip(x, value, (a, b) => (a === b ? 1 : 0));
          back(zip(isIt, { shape, data }, (one, d) => one * d));
        }),
    };
  };

function dropped(shape: readonly number[], axes: readonly number[] | undefined): readonly number[] {
  const chosen = axes?.map((axis) => (axis < 0 ? axis + shape.length : axis));
  return chosen === undefined ? [] : shape.filter((_, axis) => !chosen.includes(axis));
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const operations: Readonly<Record<string, Operation>> = {
  add: binary(
    (a, b) => a + b,
    () => 1,
    () => 1,
  ),
  subtract: binary(
    (a, b) => a - b,
    () => 1,
    () => -1,
  ),
  multiply: binary(
    (a, b) => a * b,
    (_, b) => b,
    (a) => a,
  ),
  divide: binary(
    (a, b) => a / b,
    (_, b) => 1 / b,
    (a, b) => -a / (b * b),
  ),
  divide_no_nan: binary(
    (a, b) => (b === 0 ? 0 : a / b),
    (_, b) => (b === 0 ? 0 : 1 / b),
    (a, b) => (b === 0 ? 0 : -a / (b * b)),
  ),
  pow: binary(
    (a, b) => a ** b,
    (a, b) => b * a ** (b - 1),
    (a, b) => (a > 0 ? a ** b * Math.log(a) : 0),
  ),
  maximum: binary(
    (a, b) => Math.max(a, b),
    (a, b) => (a >= b ? 1 : 0),
    (a, b) => (a < b ? 1 : 0),
  ),
  minimum: binary(
    (a, b) => Math.min(a, b),
    (a, b) => (a <= b ? 1 : 0),
    (a, b) => (a > b ? 1 : 0),
  ),
  squared_difference: binary(
    (a, b) => (a - b) ** 2,
    (a, b) => 2 * (a - b),
    (a, b) => 2 * (b - a),
  ),
  negative: unary(
    (x) => -x,
    () => -1,
  ),
  abs: unary(Math.abs, Math.sign),
  square: unary(
    (x) => x * x,
    (x) => 2 * x,
  ),
  sqrt: unary(Math.sqrt, (_, y) => 0.5 / y),
  rsqrt: unary(
    (x) => 1 / Math.sqrt(x),
    (x, y) => (-0.5 * y) / x,
  ),
  exp: unary(Math.exp, (_, y) => y),
  expm1: unary(Math.expm1, (_, y) => y + 1),
  log: unary(Math.log, (x) => 1 / x),
  log1p: unary(Math.log1p, (x) => 1 / (1 + x)),
  sigmoid: unary(sigmoid, (_, y) => y * (1 - y)),
  tanh: unary(Math.tanh, (_, y) => 1 - y * y),
  relu: unary(
    (x) => Math.max(x, 0),
    (x) => (x > 0 ? 1 : 0),
  ),
  softplus: unary(softplus, sigmoid),
  elu: unary(
    (x) => (x > 0 ? x : Math.expm1(x)),
    (x, y) => (x > 0 ? 1 : y + 1),
  ),
  stop_gradient: detached(([x]) => x ?? scalar(NaN)),
  floor: detached(([x]) => map(x ?? scalar(NaN), Math.floor)),
  ceil: detached(([x]) => map(x ?? scalar(NaN), Math.ceil)),
  truncate: detached(([x]) => map(x ?? scalar(NaN), Math.trunc)),
  greater: comparing((a, b) => a > b),
  greater_equal: comparing((a, b) => a >= b),
  less: comparing((a, b) => a < b),
  less_equal: comparing((a, b) => a <= b),
  equal: comparing((a, b) => a === b),
  not_equal: comparing((a, b) => a !== b),
  cast: first,
  flatten: reshaped((shape) => [shape.reduce((a, b) => a * b, 1)]),
  reshape: reshaped((shape, config) => {
    const wanted = numbersOf(config, 'shape');
    if (wanted === undefined) throw new Refused('reshape without a shape');
    const size = shape.reduce((a, b) => a * b, 1);
    const known = wanted.filter((one) => one !== -1).reduce((a, b) => a * b, 1);
    return wanted.map((one) => (one === -1 ? size / known : one));
  }),
  squeeze: reshaped((shape, config) => {
    const axes = numbersOf(config, 'axis')?.map((axis) => (axis < 0 ? axis + shape.length : axis));
    return shape.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis)));
  }),
  expand_dims: reshaped((shape, config) => {
    const axis = numberOf(config, 'axis', -1);
    const at = axis < 0 ? axis + shape.length + 1 : axis;
    return [...shape.slice(0, at), 1, ...shape.slice(at)];
  }),
  reduce_mean: reducing(true),
  reduce_sum: reducing(false),
  reduce_max: largest(1),
  reduce_min: largest(-1),
  clip_by_value: (inputs, config) => {
    const [low, high] = [numberOf(config, 'min'), numberOf(config, 'max')].map(Math.fround) as [number, number];
    return unary(
      (x) => (x < low ? low : x > high ? high : x),
      (x) => (x < low || x > high ? 0 : 1),
    )(inputs, config);
  },
  where: ([condition, a, b]) => {
    if (condition === undefined || a === undefined || b === undefined) throw new Refused('where without three arguments');
    const either = zip(a.value, b.value, (x) => x);
    const test = zip(condition.value, either, (c) => c);
    const [left, right] = [a, b].map(({ value }) => broadcast(value, test.shape));
    const value = like(test, (i) => (test.data[i] !== 0 ? left?.data[i] : right?.data[i]) ?? NaN);
    if (a.back === undefined && b.back === undefined) return { value };
    return {
      value,
      back: (dy) => {
        a.back?.(
          unbroadcast(
            zip(dy, test, (d, c) => (c !== 0 ? d : 0)),
            a.value.shape,
          ),
        );
        b.back?.(
          unbroadcast(
            zip(dy, test, (d, c) => (c !== 0 ? 0 : d)),
            b.value.shape,
          ),
        );
      },
    };
  },
};

/**
 * The value of an expression. `leaf` gives the labels and the output; `loss` a function of Keras by name, undefined for one that is not known.
 * Throws Refused.
 */
export function evaluated(
  expression: Expression,
  leaf: (kind: 'y_true' | 'y_pred') => Node,
  loss: (call: Expression & { readonly kind: 'call' }, inner: (one: Expression) => Node) => Node | undefined,
): Node {
  const inner = (one: Expression): Node => {
    switch (one.kind) {
      case 'y_true':
      case 'y_pred':
        return leaf(one.kind);
      case 'constant':
        return { value: scalar(one.value) };
      case 'call': {
        const operation = Object.hasOwn(operations, one.operation) ? operations[one.operation] : undefined;
        if (operation !== undefined) return operation(one.inputs.map(inner), one.config);
        const known = loss(one, inner);
        if (known === undefined) throw new Refused(`operation ${one.operation} in a loss`);
        return known;
      }
    }
  };
  return inner(expression);
}

/** The mean of all numbers, of rows with their weights, and the way back from it. */
export function meanOf(
  { value, back }: Node,
  weights: Float32Array,
  weighted: boolean,
): { readonly loss: number; readonly back: (scale: number) => void } {
  const size = value.data.length;
  const perRow = value.shape.length === 0 ? size : size / weights.length;
  const weightAt = (i: number): number => (weighted && value.shape.length > 0 ? (weights[Math.floor(i / perRow)] ?? 1) : 1);
  const total = weighted ? like(value, (i) => (value.data[i] ?? NaN) * weightAt(i)) : value;
  return {
    loss: sum(total.data) / size,
    back: (scale) => back?.(like(value, (i) => (scale * weightAt(i)) / size)),
  };
}
