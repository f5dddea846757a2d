/** What convolutions, pooling and the like take to compute, by the shapes of their records. */
import { numberOf, product, sizesOf, type Cost } from './sizing';

/** A multiply-add of the gradients of a depthwise convolution, which is no matrix product, against one of a full convolution. */
const DEPTHWISE = 40;

const convolution =
  (axes: number, kind: 'full' | 'depthwise' | 'separable' | 'transposed'): Cost =>
  (config, [input = []], shape) => {
    const taps = product(sizesOf(config, 'kernel_size', axes, []));
    const [channels, filters] = [input.at(-1) ?? 1, shape.at(-1) ?? 1];
    const places = product(shape.slice(0, -1));
    const multiplier = numberOf(config, 'depth_multiplier', 1);
    const deep = places * taps * channels * multiplier;
    const products = {
      full: (places * taps * channels * filters) / numberOf(config, 'groups', 1),
      transposed: product(input) * taps * filters,
      depthwise: deep,
      separable: deep + places * channels * multiplier * filters,
    }[kind];
    const slower = kind === 'depthwise' || kind === 'separable' ? (deep * DEPTHWISE) / products : 1;
    return { calls: 3, products, slower };
  };

/** Reads every value. */
const reading: Cost = (_, [input = []]) => ({ values: product(input) });

/** By Keras's class name. */
export const convolutionCosts: readonly (readonly [string, Cost])[] = [1, 2].flatMap((axes) => [
  [`Conv${axes}D`, convolution(axes, 'full')] as const,
  [`Conv${axes}DTranspose`, convolution(axes, 'transposed')] as const,
  [`DepthwiseConv${axes}D`, convolution(axes, 'depthwise')] as const,
  [`SeparableConv${axes}D`, convolution(axes, 'separable')] as const,
  ...['Max', 'Average', 'GlobalMax', 'GlobalAverage'].map((kind) => [`${kind}Pooling${axes}D`, reading] as const),
]);
