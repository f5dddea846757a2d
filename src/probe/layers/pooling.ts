import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { booleanOf, numbersOf, sizesOf, stringOf } from '../config';
import { KerasRaises, NotSupported } from '../failure';
import { asImage, fromImage, outputSize } from './convolution';
import { only, type LayerBuilder, type LayerTable } from './layer';

const pooling =
  (axes: 1 | 2, kind: 'max' | 'average'): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    if (input.length !== axes + 1)
      throw new KerasRaises(`A pooling layer expects ndim=${axes + 2}, found ndim=${input.length + 1}`);
    if (stringOf(config, 'data_format', 'channels_last') !== 'channels_last')
      throw new NotSupported('value', 'data_format=channels_first');
    const size = sizesOf(config, 'pool_size', axes, 2);
    const strides = sizesOf(config, 'strides', axes, size);
    const pad = stringOf(config, 'padding', 'valid').toLowerCase() === 'same' ? 'same' : 'valid';
    const shape = [...size.map((s, i) => outputSize(input[i] ?? 1, s, strides[i] ?? 1, pad)), input.at(-1) ?? 1];
    const square = (list: readonly number[]): [number, number] => (axes === 2 ? [list[0] ?? 1, list[1] ?? 1] : [1, list[0] ?? 1]);
    const margins =
      pad === 'same'
        ? size.map((s, i) => sameMargin(input[i] ?? 1, s, strides[i] ?? 1))
        : size.map((): [number, number] => [0, 0]);
    const image = axes === 2 ? margins : [[0, 0] as [number, number], ...margins];
    const counts =
      kind === 'average'
        ? insideCounts(axes === 2 ? input.slice(0, 2) : [1, input[0] ?? 1], square(size), square(strides), image)
        : undefined;
    return {
      outputShape: shape,
      weights: [],
      call: (flows) => {
        // The library's gradient of a padded average is wrong at the border, so the padding is made here.
        const x: Tensor4D = tf.pad(asImage(only(flows).tensor, axes), [[0, 0], ...image, [0, 0]], kind === 'max' ? LOWEST : 0);
        if (counts === undefined) return { tensor: fromImage(tf.maxPool(x, square(size), square(strides), 'valid'), axes) };
        const sums = tf.mul(
          tf.avgPool(x, square(size), square(strides), 'valid'),
          size.reduce((a, b) => a * b, 1),
        );
        return { tensor: fromImage(tf.div(sums, tf.tensor(counts.values, [1, counts.rows, counts.columns, 1])), axes) };
      },
    };
  };

/** Below every activation; not -infinity, which times zero is not a number. */
const LOWEST = -3e38;

/** TensorFlow's padding before and after. */
export function sameMargin(size: number, kernel: number, stride: number): [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernel - size, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** How many real pixels every window of a padded average sees. */
function insideCounts(
  [height = 1, width = 1]: readonly number[],
  [tall, wide]: readonly [number, number],
  [down, across]: readonly [number, number],
  margins: readonly (readonly [number, number])[],
): { readonly rows: number; readonly columns: number; readonly values: Float32Array } {
  const along = (size: number, kernel: number, stride: number, [before, after]: readonly [number, number]): number[] =>
    Array.from(
      { length: Math.floor((size + before + after - kernel) / stride) + 1 },
      (_, i) => Math.min(i * stride - before + kernel, size) - Math.max(i * stride - before, 0),
    );
  const rows = along(height, tall, down, margins[0] ?? [0, 0]);
  const columns = along(width, wide, across, margins[1] ?? [0, 0]);
  return {
    rows: rows.length,
    columns: columns.length,
    values: Float32Array.from(rows.flatMap((r) => columns.map((c) => r * c))),
  };
}

const global =
  (axes: 1 | 2, kind: 'max' | 'average'): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    if (input.length !== axes + 1)
      throw new KerasRaises(`A global pooling layer expects ndim=${axes + 2}, found ndim=${input.length + 1}`);
    const keep = booleanOf(config, 'keepdims', false);
    const over = axes === 2 ? [1, 2] : [1];
    const channels = input.at(-1) ?? 1;
    return {
      outputShape: keep ? [...over.map(() => 1), channels] : [channels],
      weights: [],
      call: (flows) => {
        const { tensor, mask } = only(flows);
        if (kind === 'max') return { tensor: tf.max(tensor, over, keep) };
        return { tensor: mask !== undefined && axes === 1 ? maskedMean(tensor, mask, keep) : tf.mean(tensor, over, keep) };
      },
    };
  };

/** Mean over the steps that count. */
function maskedMean(x: Tensor, mask: Tensor, keep: boolean): Tensor {
  const weights = tf.expandDims(mask, -1);
  return tf.div(tf.sum(tf.mul(x, weights), 1, keep), tf.sum(weights, 1, keep));
}

/** Nearest neighbours: every row and column as often as asked. */
const upsampling =
  (axes: 1 | 2): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    const size = sizesOf(config, 'size', axes, 2);
    if (stringOf(config, 'interpolation', 'nearest') !== 'nearest')
      throw new NotSupported('value', `interpolation=${stringOf(config, 'interpolation', '')}`);
    const shape = input.map((length, axis) => length * (size[axis] ?? 1));
    return {
      outputShape: shape,
      weights: [],
      call: (flows) => {
        // Axis by axis, because the gradient of tile ends at rank 4.
        let x = only(flows).tensor;
        const batch = x.shape[0];
        let done = 1;
        for (let axis = 0; axis < axes; axis++) {
          const length = input[axis] ?? 1;
          const times = size[axis] ?? 1;
          const rest = input.slice(axis + 1).reduce((a, b) => a * b, 1);
          x = tf.tile(tf.reshape(x, [batch * done, length, 1, rest]), [1, 1, times, 1]);
          done *= length * times;
        }
        return { tensor: tf.reshape(x, [batch, ...shape]) };
      },
    };
  };

/** ((top, bottom), (left, right)) of Keras's three ways to say it. */
export function sidesOf(
  config: Parameters<LayerBuilder>[0],
  key: string,
  axes: 1 | 2,
  fallback: number,
): readonly (readonly [number, number])[] {
  const value = config[key];
  if (Array.isArray(value) && value.some((entry) => Array.isArray(entry))) {
    return (value as readonly (readonly number[])[]).map(([before = 0, after = 0]) => [before, after]);
  }
  const sizes = numbersOf(config, key) ?? [fallback];
  if (axes === 1) return [[sizes[0] ?? fallback, sizes[1] ?? sizes[0] ?? fallback]];
  return [0, 1].map((axis) => [sizes[axis] ?? sizes[0] ?? fallback, sizes[axis] ?? sizes[0] ?? fallback]);
}

const zeroPadding =
  (axes: 1 | 2): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    const sides = sidesOf(config, 'padding', axes, 1);
    return {
      outputShape: input.map((size, axis) => size + (sides[axis]?.[0] ?? 0) + (sides[axis]?.[1] ?? 0)),
      weights: [],
      call: (flows) => ({
        tensor: tf.pad(only(flows).tensor, [
          [0, 0],
          ...sides.map(([before, after]): [number, number] => [before, after]),
          [0, 0],
        ]),
      }),
    };
  };

const cropping =
  (axes: 1 | 2): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    const sides = sidesOf(config, 'cropping', axes, axes === 1 ? 1 : 0);
    const shape = input.map((size, axis) => size - (sides[axis]?.[0] ?? 0) - (sides[axis]?.[1] ?? 0));
    return {
      outputShape: shape,
      weights: [],
      call: (flows) => {
        const x = only(flows).tensor;
        return { tensor: tf.slice(x, [0, ...sides.map(([before]) => before), 0], [x.shape[0], ...shape]) };
      },
    };
  };

export const poolings: LayerTable = {
  MaxPooling1D: pooling(1, 'max'),
  MaxPooling2D: pooling(2, 'max'),
  AveragePooling1D: pooling(1, 'average'),
  AveragePooling2D: pooling(2, 'average'),
  MaxPool1D: pooling(1, 'max'),
  MaxPool2D: pooling(2, 'max'),
  AvgPool1D: pooling(1, 'average'),
  AvgPool2D: pooling(2, 'average'),
  GlobalMaxPooling1D: global(1, 'max'),
  GlobalMaxPooling2D: global(2, 'max'),
  GlobalAveragePooling1D: global(1, 'average'),
  GlobalAveragePooling2D: global(2, 'average'),
  GlobalMaxPool1D: global(1, 'max'),
  GlobalMaxPool2D: global(2, 'max'),
  GlobalAvgPool1D: global(1, 'average'),
  GlobalAvgPool2D: global(2, 'average'),
  UpSampling1D: upsampling(1),
  UpSampling2D: upsampling(2),
  ZeroPadding1D: zeroPadding(1),
  ZeroPadding2D: zeroPadding(2),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
};
