import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { booleanOf, numberOf, numbersOf } from '../config';
import { KerasRaises } from '../failure';
import type { Flow, LayerBuilder, LayerTable, Shape } from './layer';

/** Shape after broadcasting, as numpy does it. */
function broadcast(shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - (rank - shape.length)] ?? 1);
    const size = Math.max(...sizes);
    if (sizes.some((other) => other !== 1 && other !== size)) {
      throw new KerasRaises(`Inputs have incompatible shapes: ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ')}`);
    }
    return size;
  });
}

const merge =
  (combine: (tensors: readonly Tensor[]) => Tensor): LayerBuilder =>
  (_, inputs) => ({
    outputShape: broadcast(inputs),
    weights: [],
    call: (flows) => ({ tensor: combine(flows.map(({ tensor }) => tensor)), mask: flows[0]?.mask }),
  });

const fold = (apply: (a: Tensor, b: Tensor) => Tensor): LayerBuilder => merge((tensors) => tensors.reduce((a, b) => apply(a, b)));

const concatenate: LayerBuilder = (config, inputs) => {
  const axis = numberOf(config, 'axis', -1);
  const rank = inputs[0]?.length ?? 1;
  const along = axis < 0 ? axis + rank : axis - 1;
  for (const shape of inputs) {
    if (shape.length !== rank || shape.some((size, i) => i !== along && size !== inputs[0]?.[i])) {
      throw new KerasRaises('A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis');
    }
  }
  const total = inputs.reduce((sum, shape) => sum + (shape[along] ?? 0), 0);
  return {
    outputShape: (inputs[0] ?? []).map((size, i) => (i === along ? total : size)),
    weights: [],
    call: (flows) => ({
      tensor: tf.concat(
        flows.map(({ tensor }) => tensor),
        along + 1,
      ),
    }),
  };
};

/** Dot of two inputs along one axis each; of vectors a number, of sequences a matrix of products. */
const dot: LayerBuilder = (config, inputs) => {
  const axes = numbersOf(config, 'axes') ?? [-1];
  const [a = [], b = []] = inputs;
  const axisOf = (shape: Shape, axis: number | undefined): number =>
    (axis ?? -1) < 0 ? shape.length + (axis ?? -1) : (axis ?? 1) - 1;
  const [first, second] = [axisOf(a, axes[0]), axisOf(b, axes[1] ?? axes[0])];
  const unit = (x: Tensor, axis: number): Tensor =>
    booleanOf(config, 'normalize', false) ? tf.div(x, tf.sqrt(tf.maximum(tf.sum(tf.square(x), axis, true), 1e-12))) : x;
  const rest = (shape: Shape, axis: number): Shape => shape.filter((_, i) => i !== axis);
  const outputShape = a.length === 1 && b.length === 1 ? [1] : [...rest(a, first), ...rest(b, second)];
  // [batch, rest, axis] and [batch, axis, rest]
  const arrange = (x: Tensor, shape: Shape, axis: number, last: boolean): Tensor => {
    const others = shape.map((_, i) => i + 1).filter((i) => i !== axis + 1);
    const moved = tf.transpose(x, last ? [0, ...others, axis + 1] : [0, axis + 1, ...others]);
    const size = shape[axis] ?? 1;
    const rows = rest(shape, axis).reduce((p, s) => p * s, 1);
    return tf.reshape(moved, last ? [-1, rows, size] : [-1, size, rows]);
  };
  return {
    outputShape,
    weights: [],
    call: (flows) => {
      const [x, y] = flows as readonly [Flow, Flow];
      const product = tf.matMul(
        arrange(unit(x.tensor, first + 1), a, first, true),
        arrange(unit(y.tensor, second + 1), b, second, false),
      );
      return { tensor: tf.reshape(product, [-1, ...outputShape]) };
    },
  };
};

export const merging: LayerTable = {
  Add: fold((a, b) => tf.add(a, b)),
  Subtract: fold((a, b) => tf.sub(a, b)),
  Multiply: fold((a, b) => tf.mul(a, b)),
  Maximum: fold((a, b) => tf.maximum(a, b)),
  Minimum: fold((a, b) => tf.minimum(a, b)),
  Average: merge((tensors) =>
    tf.div(
      tensors.reduce((a, b) => tf.add(a, b)),
      tensors.length,
    ),
  ),
  Concatenate: concatenate,
  Dot: dot,
};
