/**
 * Bare operations on tensors inside a model: operators, functions of tf and keras.ops. Axes count the batch, as in the program. A constant operand is
 * in the configuration, under its position (`#0`, `#1`) or its parameter's name (`x`, `y`).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { isJsonObject, type JsonObject } from '../../experiment/json';
import { booleanOf, named, numberOf, numbersOf, type Named } from '../config';
import { KerasRaises, NotSupported } from '../failure';
import { only, type BuiltLayer, type LayerBuilder, type LayerTable, type Shape } from './layer';

const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** Sizes after broadcasting two shapes. */
function broadcast(a: Shape, b: Shape): Shape {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [x, y] = [a.at(-1 - i) ?? 1, b.at(-1 - i) ?? 1];
    if (x !== y && x !== 1 && y !== 1) throw new KerasRaises(`Incompatible shapes: [${a.join(', ')}] vs. [${b.join(', ')}]`);
    return Math.max(x, y);
  }).reverse();
}

/** The constant operand and whether it comes first. */
export function constantOf(config: JsonObject, name: string): { readonly value: number; readonly first: boolean } {
  for (const [key, first] of [
    ['#0', true],
    ['x', true],
    ['a', true],
    ['#1', false],
    ['y', false],
    ['b', false],
    ['other', false],
  ] as const) {
    const value = config[key];
    if (typeof value === 'number') return { value, first };
  }
  throw new NotSupported('operation', `${name} with an operand that is not known`);
}

const binary =
  (name: string, apply: (a: Tensor, b: Tensor) => Tensor): LayerBuilder =>
  (config, inputs) => {
    const [a, b] = inputs;
    if (a === undefined) throw new NotSupported('operation', name);
    if (b !== undefined) {
      return {
        outputShape: broadcast(a, b),
        weights: [],
        call: ([x, y]) => {
          if (x === undefined || y === undefined) throw new Error(`${name} without operands`);
          return { tensor: apply(x.tensor, y.tensor) };
        },
      };
    }
    const variable = variableOf(config);
    if (variable) return withVariable(variable, a, apply);
    const { value, first } = constantOf(config, name);
    return {
      outputShape: a,
      weights: [],
      call: (flows) => {
        const x = only(flows).tensor;
        const operand = tf.scalar(value);
        return { tensor: first ? apply(operand, x) : apply(x, operand) };
      },
    };
  };

/** A raw variable as operand: `x * w`. It has no batch, so a leading size of 1 may stand in the batch's place. */
function variableOf(
  config: JsonObject,
): { readonly shape: Shape; readonly initializer: Named; readonly first: boolean } | undefined {
  for (const key of ['#0', '#1'] as const) {
    const operand = config[key];
    const inner = isJsonObject(operand) && operand.class === 'variable' ? operand.config : undefined;
    if (!isJsonObject(inner)) continue;
    const initializer = named(inner.initializer);
    const shape = numbersOf(inner, 'shape');
    if (initializer && shape) return { shape, initializer, first: key === '#0' };
  }
  return undefined;
}

function withVariable(
  { shape, initializer, first }: NonNullable<ReturnType<typeof variableOf>>,
  input: Shape,
  apply: (a: Tensor, b: Tensor) => Tensor,
): BuiltLayer {
  const bare = shape.length > input.length ? shape.slice(shape.length - input.length) : shape;
  if (shape.slice(0, shape.length - bare.length).some((size) => size !== 1))
    throw new NotSupported('operation', `a variable of shape (${shape.join(', ')})`);
  return {
    outputShape: broadcast(input, bare),
    weights: [{ name: 'variable', shape: bare, initializer, trainable: true }],
    call: (flows, [weight]) => {
      if (weight === undefined) throw new Error('an operation without its variable');
      const x = only(flows).tensor;
      return { tensor: first ? apply(weight, x) : apply(x, weight) };
    },
  };
}

const unary =
  (apply: (x: Tensor) => Tensor): LayerBuilder =>
  (_, inputs) => ({ outputShape: only(inputs), weights: [], call: (flows) => ({ tensor: apply(only(flows).tensor) }) });

/** An axis that counts the batch, from the front; the batch itself is refused. */
export function axisOf(axis: number, rank: number, name: string): number {
  const front = axis < 0 ? axis + rank + 1 : axis;
  if (front <= 0 || front > rank) throw new NotSupported('operation', `${name} over axis ${axis}`);
  return front;
}

const reducing =
  (name: string, apply: (x: Tensor, axes: number[], keep: boolean) => Tensor): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    const given = numbersOf(config, 'axis');
    if (given === undefined) throw new NotSupported('operation', `${name} over the batch`);
    const axes = given.map((axis) => axisOf(axis, input.length, name));
    const keep = booleanOf(config, 'keepdims', booleanOf(config, 'keep_dims', false));
    const outputShape = input.flatMap((size, i) => (axes.includes(i + 1) ? (keep ? [1] : []) : [size]));
    return { outputShape, weights: [], call: (flows) => ({ tensor: apply(only(flows).tensor, axes, keep) }) };
  };

const reshape: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  const wanted = numbersOf(config, 'shape') ?? numbersOf(config, 'newshape');
  const batch = wanted?.[0];
  if (wanted === undefined || batch !== -1) throw new NotSupported('operation', 'reshape that does not keep the batch');
  const shape = wanted.slice(1);
  const known = sizeOf(shape.filter((size) => size !== -1));
  const full = shape.map((size) => (size === -1 ? sizeOf(input) / known : size));
  if (sizeOf(full) !== sizeOf(input)) throw new NotSupported('operation', 'reshape that moves values between samples');
  return { outputShape: full, weights: [], call: (flows) => ({ tensor: tf.reshape(only(flows).tensor, [-1, ...full]) }) };
};

const concat: LayerBuilder = (config, inputs) => {
  const rank = inputs[0]?.length ?? 0;
  const axis = axisOf(numberOf(config, 'axis', -1), rank, 'concat');
  const total = inputs.reduce((sum, shape) => sum + (shape[axis - 1] ?? 0), 0);
  return {
    outputShape: (inputs[0] ?? []).map((size, i) => (i === axis - 1 ? total : size)),
    weights: [],
    call: (flows) => ({
      tensor: tf.concat(
        flows.map(({ tensor }) => tensor),
        axis,
      ),
    }),
  };
};

const expand: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  const axis = axisOf(numberOf(config, 'axis'), input.length + 1, 'expand_dims');
  return {
    outputShape: [...input.slice(0, axis - 1), 1, ...input.slice(axis - 1)],
    weights: [],
    call: (flows) => ({ tensor: tf.expandDims(only(flows).tensor, axis) }),
  };
};

const squeeze: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  const given = numbersOf(config, 'axis');
  const axes =
    given === undefined
      ? input.flatMap((size, i) => (size === 1 ? [i + 1] : []))
      : given.map((axis) => axisOf(axis, input.length, 'squeeze'));
  return {
    outputShape: input.filter((_, i) => !axes.includes(i + 1)),
    weights: [],
    call: (flows) => ({ tensor: axes.length === 0 ? only(flows).tensor : tf.squeeze(only(flows).tensor, axes) }),
  };
};

export const families = ['tf', 'tf.math', 'keras.ops', 'keras.backend'] as const;

/** One operation under every name it is reached by. */
const everywhere = (names: readonly string[], builder: LayerBuilder): [string, LayerBuilder][] =>
  names.flatMap((name) => families.map((family): [string, LayerBuilder] => [`${family}.${name}`, builder]));

const add = binary('add', (a, b) => tf.add(a, b));
const subtract = binary('subtract', (a, b) => tf.sub(a, b));
const multiply = binary('multiply', (a, b) => tf.mul(a, b));
const divide = binary('divide', (a, b) => tf.div(a, b));
const power = binary('pow', (a, b) => tf.pow(a, b));
const mean = reducing('mean', (x, axes, keep) => tf.mean(x, axes, keep));
const sum = reducing('sum', (x, axes, keep) => tf.sum(x, axes, keep));
const max = reducing('max', (x, axes, keep) => tf.max(x, axes, keep));
const min = reducing('min', (x, axes, keep) => tf.min(x, axes, keep));

export const operations: LayerTable = {
  'operator.add': add,
  'operator.sub': subtract,
  'operator.mul': multiply,
  'operator.truediv': divide,
  'operator.pow': power,
  ...Object.fromEntries([
    ...everywhere(['add'], add),
    ...everywhere(['subtract'], subtract),
    ...everywhere(['multiply'], multiply),
    ...everywhere(['divide', 'truediv', 'true_divide'], divide),
    ...everywhere(['pow', 'power'], power),
    ...everywhere(
      ['maximum'],
      binary('maximum', (a, b) => tf.maximum(a, b)),
    ),
    ...everywhere(
      ['minimum'],
      binary('minimum', (a, b) => tf.minimum(a, b)),
    ),
    ...everywhere(
      ['square'],
      unary((x) => tf.square(x)),
    ),
    ...everywhere(
      ['sqrt'],
      unary((x) => tf.sqrt(x)),
    ),
    ...everywhere(
      ['exp'],
      unary((x) => tf.exp(x)),
    ),
    ...everywhere(
      ['log'],
      unary((x) => tf.log(x)),
    ),
    ...everywhere(
      ['abs'],
      unary((x) => tf.abs(x)),
    ),
    ...everywhere(
      ['negative'],
      unary((x) => tf.neg(x)),
    ),
    ...everywhere(
      ['stop_gradient'],
      unary((x) => stopped(x)),
    ),
    ...everywhere(['reduce_mean', 'mean'], mean),
    ...everywhere(['reduce_sum', 'sum'], sum),
    ...everywhere(['reduce_max', 'max', 'amax'], max),
    ...everywhere(['reduce_min', 'min', 'amin'], min),
    ...everywhere(['reshape'], reshape),
    ...everywhere(['concat', 'concatenate'], concat),
    ...everywhere(['expand_dims'], expand),
    ...everywhere(['squeeze'], squeeze),
  ]),
};

/** The value without its gradient. */
export function stopped(x: Tensor): Tensor {
  return tf.customGrad((inner) => {
    const value = inner as Tensor;
    return { value: tf.clone(value), gradFunc: () => [tf.zerosLike(value)] };
  })(x);
}
