/** Convolutions over channels-last images and sequences. A sequence is an image one row high. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../experiment/json';
import { activate, activationOf } from '../activations';
import { booleanOf, numberOf, sizesOf, stringOf } from '../config';
import { KerasRaises, NotSupported } from '../failure';
import {
  only,
  weight,
  type BuiltLayer,
  type CallContext,
  type Flow,
  type LayerBuilder,
  type LayerTable,
  type Shape,
} from './layer';

export interface Geometry {
  /** 1 for sequences, 2 for images. */
  readonly axes: 1 | 2;
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: string;
}

export function geometryOf(config: JsonObject, axes: 1 | 2): Geometry {
  if (stringOf(config, 'data_format', 'channels_last') !== 'channels_last')
    throw new NotSupported('value', 'data_format=channels_first');
  return {
    axes,
    kernel: sizesOf(config, 'kernel_size', axes),
    strides: sizesOf(config, 'strides', axes, 1),
    dilation: sizesOf(config, 'dilation_rate', axes, 1),
    padding: stringOf(config, 'padding', 'valid').toLowerCase(),
  };
}

/** Size after a convolution or pooling along one axis. Throws KerasRaises where nothing is left. */
export function outputSize(size: number, kernel: number, stride: number, padding: string, dilation = 1): number {
  const reach = (kernel - 1) * dilation + 1;
  const out = padding === 'valid' ? Math.ceil((size - reach + 1) / stride) : Math.ceil(size / stride);
  if (out <= 0)
    throw new KerasRaises(`Computed output size would be negative: input ${size}, kernel ${kernel}, padding ${padding}`);
  return out;
}

const spatialShape = (input: Shape, { axes, kernel, strides, dilation, padding }: Geometry): Shape =>
  Array.from({ length: axes }, (_, i) => outputSize(input[i] ?? 1, kernel[i] ?? 1, strides[i] ?? 1, padding, dilation[i] ?? 1));

/** [batch, steps, channels] as [batch, 1, steps, channels]. */
export const asImage = (x: Tensor, axes: 1 | 2): Tensor4D => (axes === 2 ? x : tf.expandDims(x, 1)) as Tensor4D;
export const fromImage = (x: Tensor, axes: 1 | 2): Tensor => (axes === 2 ? x : tf.squeeze(x, [1]));
const both = (sizes: readonly number[]): [number, number] =>
  sizes.length === 2 ? [sizes[0] ?? 1, sizes[1] ?? 1] : [1, sizes[0] ?? 1];

/** Zeros between the taps of a kernel: the library has no gradient for dilated convolutions, but for these steps it has. */
function dilated(kernel: Tensor, [down, across]: readonly [number, number]): Tensor {
  if (down === 1 && across === 1) return kernel;
  const [h = 1, w = 1, into = 1, out = 1] = kernel.shape;
  const spread = tf.pad(tf.reshape(kernel, [h, 1, w, 1, into * out]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const grid = tf.reshape(spread, [h * down, w * across, into, out]);
  return tf.slice(grid, [0, 0, 0, 0], [(h - 1) * down + 1, (w - 1) * across + 1, into, out]);
}

/** Causal padding comes before the first step. */
function padded(
  x: Tensor,
  { axes, kernel, dilation, padding }: Geometry,
): { readonly x: Tensor4D; readonly pad: 'same' | 'valid' } {
  if (padding !== 'causal') return { x: asImage(x, axes), pad: padding === 'same' ? 'same' : 'valid' };
  const before = ((kernel[0] ?? 1) - 1) * (dilation[0] ?? 1);
  return {
    x: asImage(
      tf.pad(x, [
        [0, 0],
        [before, 0],
        [0, 0],
      ]),
      axes,
    ),
    pad: 'valid',
  };
}

const kernel4 = (kernel: Tensor, axes: 1 | 2): Tensor => (axes === 2 ? kernel : tf.expandDims(kernel, 0));

/** Bias and activation, which all of them end with. */
function finish(
  config: JsonObject,
  shape: Shape,
  weights: BuiltLayer['weights'],
  convolve: (x: Tensor, weights: readonly Tensor[], context: CallContext) => Tensor,
): BuiltLayer {
  const useBias = booleanOf(config, 'use_bias', true);
  const activation = activationOf(config.activation);
  const all = useBias ? [...weights, weight(config, 'bias', [shape.at(-1) ?? 1], 'zeros')] : weights;
  return {
    outputShape: shape,
    weights: all,
    call: (flows: readonly Flow[], tensors, context) => {
      const out = convolve(only(flows).tensor, tensors, context);
      const bias = useBias ? tensors[weights.length] : undefined;
      return activate(activation, bias === undefined ? out : tf.add(out, bias), context);
    },
  };
}

const first = (tensors: readonly Tensor[], index = 0): Tensor => {
  const tensor = tensors[index];
  if (tensor === undefined) throw new Error(`convolution without weight ${index}`);
  return tensor;
};

function requireRank(input: Shape, axes: number): void {
  if (input.length !== axes + 1) {
    throw new KerasRaises(
      `Input of a convolution is incompatible with the layer: expected min_ndim=${axes + 2}, found ndim=${input.length + 1}. Full shape received: (None, ${input.join(', ')})`,
    );
  }
}

const convolution =
  (axes: 1 | 2): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    requireRank(input, axes);
    const geometry = geometryOf(config, axes);
    const filters = numberOf(config, 'filters');
    const groups = numberOf(config, 'groups', 1);
    const into = (input.at(-1) ?? 1) / groups;
    const shape = [...spatialShape(input, geometry), filters];
    return finish(
      config,
      shape,
      [weight(config, 'kernel', [...geometry.kernel, into, filters], 'glorot_uniform')],
      (input_, tensors) => {
        const { x, pad } = padded(input_, geometry);
        const kernel = dilated(kernel4(first(tensors), axes), both(geometry.dilation)) as Tensor4D;
        const strides = both(geometry.strides);
        if (groups === 1) return fromImage(tf.conv2d(x, kernel, strides, pad), axes);
        const parts: Tensor4D[] = tf.split(x, groups, 3);
        const kernels: Tensor4D[] = tf.split(kernel, groups, 3);
        return fromImage(
          tf.concat(
            parts.map((part, g) => tf.conv2d(part, kernels[g] ?? kernel, strides, pad)),
            3,
          ),
          axes,
        );
      },
    );
  };

const transposed =
  (axes: 1 | 2): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    requireRank(input, axes);
    const geometry = geometryOf(config, axes);
    if (geometry.dilation.some((rate) => rate !== 1))
      throw new NotSupported('value', 'dilation_rate of a transposed convolution');
    if (config.output_padding !== undefined && config.output_padding !== null) throw new NotSupported('value', 'output_padding');
    const filters = numberOf(config, 'filters');
    const spatial = geometry.kernel.map((kernel, i) => {
      const stride = geometry.strides[i] ?? 1;
      return (input[i] ?? 1) * stride + (geometry.padding === 'valid' ? Math.max(kernel - stride, 0) : 0);
    });
    const [height, width] = both(spatial);
    return finish(
      config,
      [...spatial, filters],
      [weight(config, 'kernel', [...geometry.kernel, filters, input.at(-1) ?? 1], 'glorot_uniform')],
      (x, tensors) =>
        fromImage(
          tf.conv2dTranspose(
            asImage(x, axes),
            kernel4(first(tensors), axes) as Tensor4D,
            [x.shape[0], height, width, filters],
            both(geometry.strides),
            geometry.padding === 'same' ? 'same' : 'valid',
          ),
          axes,
        ),
    );
  };

const depthwise =
  (axes: 1 | 2): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    requireRank(input, axes);
    const geometry = geometryOf(config, axes);
    const multiplier = numberOf(config, 'depth_multiplier', 1);
    const channels = input.at(-1) ?? 1;
    const shape = [...spatialShape(input, geometry), channels * multiplier];
    const kernel = {
      ...weight(config, 'depthwise', [...geometry.kernel, channels, multiplier], 'glorot_uniform'),
      name: 'kernel',
    };
    return finish(config, shape, [kernel], (input_, tensors) => {
      const { x, pad } = padded(input_, geometry);
      return fromImage(
        tf.depthwiseConv2d(
          x,
          dilated(kernel4(first(tensors), axes), both(geometry.dilation)) as Tensor4D,
          both(geometry.strides),
          pad,
        ),
        axes,
      );
    });
  };

const separable =
  (axes: 1 | 2): LayerBuilder =>
  (config, inputs) => {
    const input = only(inputs);
    requireRank(input, axes);
    const geometry = geometryOf(config, axes);
    const multiplier = numberOf(config, 'depth_multiplier', 1);
    const channels = input.at(-1) ?? 1;
    const filters = numberOf(config, 'filters');
    const depthKernel = {
      ...weight(config, 'depthwise', [...geometry.kernel, channels, multiplier], 'glorot_uniform'),
      name: 'depthwise_kernel',
    };
    const pointShape = [...geometry.kernel.map(() => 1), channels * multiplier, filters];
    const pointKernel = { ...weight(config, 'pointwise', pointShape, 'glorot_uniform'), name: 'pointwise_kernel' };
    return finish(config, [...spatialShape(input, geometry), filters], [depthKernel, pointKernel], (input_, tensors) => {
      const { x, pad } = padded(input_, geometry);
      const deep = tf.depthwiseConv2d(
        x,
        dilated(kernel4(first(tensors), axes), both(geometry.dilation)) as Tensor4D,
        both(geometry.strides),
        pad,
      );
      return fromImage(tf.conv2d(deep, kernel4(first(tensors, 1), axes) as Tensor4D, 1, 'valid'), axes);
    });
  };

export const convolutions: LayerTable = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv1DTranspose: transposed(1),
  Conv2DTranspose: transposed(2),
  DepthwiseConv1D: depthwise(1),
  DepthwiseConv2D: depthwise(2),
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
  Convolution1D: convolution(1),
  Convolution2D: convolution(2),
};
