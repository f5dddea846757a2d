/** Convolutions, pooling and what else works on places. */
import type { Json, JsonObject } from '../../experiment/json';
import { named, numberOf, numbersOf, ones, plain, product, sizesOf, type Sizing } from './sizing';

const isSame = (config: JsonObject): boolean => {
  const padding = typeof config.padding === 'string' ? config.padding.toLowerCase() : 'valid';
  return padding === 'same' || padding === 'causal';
};

const windowed = (size: number, kernel: number, stride: number, same: boolean, dilation = 1): number =>
  Math.ceil((same ? size : size - (kernel - 1) * dilation) / stride);

/** A multiply-add of the gradients of a depthwise convolution, which is no matrix product, against one of a full convolution. */
const DEPTHWISE = 40;

const convolution =
  (axes: number, kind: 'full' | 'depthwise' | 'separable' | 'transposed'): Sizing =>
  (config, [input]) => {
    if (input?.length !== axes + 1) return undefined;
    const kernel = sizesOf(config, 'kernel_size', axes, []);
    const strides = sizesOf(config, 'strides', axes, ones(axes));
    const dilation = sizesOf(config, 'dilation_rate', axes, ones(axes));
    const channels = input.at(-1) ?? 1;
    const multiplier = numberOf(config, 'depth_multiplier', 1);
    const filters = kind === 'depthwise' ? channels * multiplier : numberOf(config, 'filters');
    const place = kernel.map((k, i) =>
      kind === 'transposed'
        ? (input[i] ?? 1) * (strides[i] ?? 1) + (isSame(config) ? 0 : Math.max(k - (strides[i] ?? 1), 0))
        : windowed(input[i] ?? 1, k, strides[i] ?? 1, isSame(config), dilation[i] ?? 1),
    );
    const places = product(place);
    const taps = product(kernel);
    const groups = numberOf(config, 'groups', 1);
    const deep = places * taps * channels * multiplier;
    const [products, weights] = {
      full: [(places * taps * channels * filters) / groups, (taps * channels * filters) / groups],
      transposed: [product(input) * taps * filters, taps * channels * filters],
      depthwise: [deep, taps * channels * multiplier],
      separable: [deep + places * channels * multiplier * filters, channels * multiplier * (taps + filters)],
    }[kind];
    const size = plain([...place, filters], { calls: 3, products, weights: (weights ?? 0) + filters });
    return size && { ...size, slower: kind === 'depthwise' || kind === 'separable' ? (deep * DEPTHWISE) / (products ?? 1) : 1 };
  };

const pooling =
  (axes: number): Sizing =>
  (config, [input]) => {
    if (input?.length !== axes + 1) return undefined;
    const size = sizesOf(
      config,
      'pool_size',
      axes,
      Array.from({ length: axes }, () => 2),
    );
    const strides = sizesOf(config, 'strides', axes, size);
    const place = size.map((s, i) => windowed(input[i] ?? 1, s, strides[i] ?? 1, isSame(config)));
    return plain([...place, input.at(-1) ?? 1], { values: product(input) });
  };

const globalPooling =
  (axes: number): Sizing =>
  (config, [input]) =>
    input?.length === axes + 1
      ? plain([...(config.keepdims === true ? ones(axes) : []), input.at(-1) ?? 1], { values: product(input) })
      : undefined;

/** What is added before and after along each axis, in Keras's three ways to say it. */
function sides(config: JsonObject, key: string, axes: number, fallback: number): readonly number[] {
  const value = config[key];
  const nested = (Array.isArray(value) ? (value as readonly Json[]) : []).map((entry) => numbersOf({ entry }, 'entry') ?? []);
  if (nested.some((entry) => entry.length === 2)) return nested.map(([before = 0, after = 0]) => before + after);
  const sizes = numbersOf(config, key) ?? [fallback];
  if (axes === 1) return [(sizes[0] ?? 0) + (sizes[1] ?? sizes[0] ?? 0)];
  return [0, 1].map((axis) => 2 * (sizes[axis] ?? sizes[0] ?? 0));
}

const bordered =
  (axes: number, key: 'padding' | 'cropping'): Sizing =>
  (config, [input]) => {
    if (input?.length !== axes + 1) return undefined;
    const around = sides(config, key, axes, key === 'cropping' && axes === 2 ? 0 : 1);
    return plain(input.map((size, axis) => size + (key === 'padding' ? 1 : -1) * (around[axis] ?? 0)));
  };

const upsampling =
  (axes: number): Sizing =>
  (config, [input]) => {
    const size = sizesOf(
      config,
      'size',
      axes,
      Array.from({ length: axes }, () => 2),
    );
    return input?.length === axes + 1 ? plain(input.map((length, axis) => length * (size[axis] ?? 1))) : undefined;
  };

/** By Keras's class name. */
export const convolutionSizes: readonly (readonly [string, Sizing])[] = [1, 2].flatMap((axes) => [
  ...named(`Conv${axes}D Convolution${axes}D`, convolution(axes, 'full')),
  ...named(`Conv${axes}DTranspose`, convolution(axes, 'transposed')),
  ...named(`DepthwiseConv${axes}D`, convolution(axes, 'depthwise')),
  ...named(`SeparableConv${axes}D`, convolution(axes, 'separable')),
  ...named(`MaxPooling${axes}D AveragePooling${axes}D MaxPool${axes}D AvgPool${axes}D`, pooling(axes)),
  ...named(
    `GlobalMaxPooling${axes}D GlobalAveragePooling${axes}D GlobalMaxPool${axes}D GlobalAvgPool${axes}D`,
    globalPooling(axes),
  ),
  ...named(`UpSampling${axes}D`, upsampling(axes)),
  ...named(`ZeroPadding${axes}D`, bordered(axes, 'padding')),
  ...named(`Cropping${axes}D`, bordered(axes, 'cropping')),
]);
