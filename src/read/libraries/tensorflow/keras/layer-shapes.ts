/** Output shapes of Keras layers, without the batch dimension (formulae of keras.layers, channels last unless said). */
import type { Place } from '../../../../text/place';
import { known, unknown, valueOf, type Fact } from '../../../../facts/fact';
import type { Shape } from '../../../../facts/training';
import { broadcast } from '../../../data/data-arithmetic';
import { fillOpen, joined } from '../operation-shapes';

/** Plain arguments of the layer by parameter name; absent where not known. */
export type LayerArguments = (name: string) => unknown;

type Dim = number | null;

export function layerShape(type: string, argument: LayerArguments, inputs: readonly Fact<Shape>[], place: Place): Fact<Shape> {
  const first = inputs[0];
  if (!first) return unknown('not-modelled', place, `the input of ${type}`);
  const dims = valueOf(first);
  const number = (name: string): Dim => (typeof argument(name) === 'number' ? (argument(name) as number) : null);
  const lost = unknown('dynamic', place, `the output shape of ${type}`);
  switch (type) {
    case 'Dense':
      return dims ? known([...dims.slice(0, -1), number('units')], place) : number('units') === null ? lost : first;
    case 'EinsumDense':
    case 'Lambda':
      return lost;
    case 'Flatten':
      return dims ? known(fillOpen([-1], dims), place) : lost;
    case 'Reshape': {
      const target = argument('target_shape');
      return Array.isArray(target) && target.every((one) => typeof one === 'number')
        ? known(fillOpen(target, dims), place)
        : lost;
    }
    case 'RepeatVector':
      return dims ? known([number('n'), ...dims], place) : lost;
    case 'Permute': {
      const order = argument('dims');
      return dims && Array.isArray(order)
        ? known(
            order.map((at) => dims[Number(at) - 1] ?? null),
            place,
          )
        : lost;
    }
    case 'Embedding':
      return dims ? known([...dims, number('output_dim')], place) : lost;
    case 'Conv1D':
    case 'Conv2D':
    case 'Conv3D':
    case 'SeparableConv1D':
    case 'SeparableConv2D':
      return dims ? windowed(dims, argument, 'kernel_size', rankOf(type), number('filters'), place) : lost;
    case 'DepthwiseConv2D':
    case 'DepthwiseConv1D': {
      const channels = dims?.at(-1);
      const multiplier = number('depth_multiplier') ?? 1;
      return dims ? windowed(dims, argument, 'kernel_size', rankOf(type), channels ? channels * multiplier : null, place) : lost;
    }
    case 'Conv1DTranspose':
    case 'Conv2DTranspose':
      return dims ? transposed(dims, argument, rankOf(type), number('filters'), place) : lost;
    case 'MaxPooling1D':
    case 'AveragePooling1D':
    case 'MaxPooling2D':
    case 'AveragePooling2D':
    case 'MaxPooling3D':
    case 'AveragePooling3D':
      return dims ? windowed(dims, argument, 'pool_size', rankOf(type), dims.at(-1) ?? null, place) : lost;
    case 'GlobalAveragePooling1D':
    case 'GlobalMaxPooling1D':
    case 'GlobalAveragePooling2D':
    case 'GlobalMaxPooling2D':
    case 'GlobalAveragePooling3D':
    case 'GlobalMaxPooling3D':
      return dims
        ? known(
            argument('keepdims') === true ? dims.map((dim, i) => (i === dims.length - 1 ? dim : 1)) : [dims.at(-1) ?? null],
            place,
          )
        : lost;
    case 'UpSampling1D':
    case 'UpSampling2D': {
      const size = sizes(argument('size'), rankOf(type));
      return dims
        ? known(
            dims.map((dim, i) => (dim !== null && i < dims.length - 1 ? dim * (size?.[i] ?? 2) : dim)),
            place,
          )
        : lost;
    }
    case 'ZeroPadding2D':
    case 'ZeroPadding1D':
    case 'Cropping2D':
    case 'Cropping1D':
      return dims ? padded(dims, argument, type, place) : lost;
    case 'SimpleRNN':
    case 'LSTM':
    case 'GRU':
    case 'CuDNNLSTM':
    case 'CuDNNGRU':
      return recurrent(dims, number('units'), argument('return_sequences'), place) ?? lost;
    case 'Add':
    case 'Subtract':
    case 'Multiply':
    case 'Average':
    case 'Maximum':
    case 'Minimum':
      return inputs.slice(1).reduce((shape, other) => broadcast(shape, other, place), first);
    case 'Concatenate':
      return joined(
        inputs.map((one) => valueOf(one)),
        typeof argument('axis') === 'number' ? (argument('axis') as number) : -1,
        place,
      );
    case 'MultiHeadAttention':
    case 'Attention':
    case 'AdditiveAttention':
      return first;
    case 'Dot':
      return known([1], place);
    default:
      return keepsShape.has(type) ? first : unknown('not-modelled', place, `the output shape of ${type}`);
  }
}

const keepsShape = new Set(
  (
    'Activation Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianNoise GaussianDropout AlphaDropout BatchNormalization LayerNormalization GroupNormalization UnitNormalization ' +
    'ReLU LeakyReLU PReLU ELU ThresholdedReLU Softmax Masking Rescaling Normalization ActivityRegularization RandomFlip RandomRotation RandomZoom RandomContrast RandomTranslation RandomBrightness ' +
    'InputLayer Identity SpectralNormalization'
  ).split(' '),
);

const rankOf = (type: string): number => Number(/(\d)D/.exec(type)?.[1] ?? 1);

function sizes(value: unknown, rank: number): readonly Dim[] | undefined {
  if (typeof value === 'number') return Array.from({ length: rank }, () => value);
  if (Array.isArray(value) && value.length === rank) return value.map((one) => (typeof one === 'number' ? one : null));
  return undefined;
}

function windowed(
  dims: Shape,
  argument: LayerArguments,
  windowName: string,
  rank: number,
  channels: Dim,
  place: Place,
): Fact<Shape> {
  if (argument('data_format') === 'channels_first') return unknown('not-modelled', place, 'channels_first');
  if (dims.length !== rank + 1) return unknown('undefined', place, `${rank + 1} dimensions expected, ${dims.length} given`);
  const window = sizes(argument(windowName), rank);
  const strides =
    argument('strides') === null || argument('strides') === undefined
      ? windowName === 'pool_size'
        ? window
        : sizes(1, rank)
      : sizes(argument('strides'), rank);
  const dilation = sizes(argument('dilation_rate') ?? 1, rank);
  const padding = paddingOf(argument);
  if (!window || !strides || padding === undefined) return unknown('dynamic', place, 'the size of a window');
  const spatial = dims.slice(0, rank).map((dim, i): Dim => {
    const [size, stride, spread] = [window[i] ?? null, strides[i] ?? null, dilation?.[i] ?? 1];
    if (dim === null || size === null || stride === null) return null;
    if (padding === 'same' || padding === 'causal') return Math.ceil(dim / stride);
    return Math.floor((dim - (size - 1) * spread - 1) / stride) + 1;
  });
  return known([...spatial, channels], place);
}

/** Keras takes `SAME` for `same`. */
function paddingOf(argument: LayerArguments): string | undefined {
  const padding = argument('padding');
  return typeof padding === 'string' ? padding.toLowerCase() : undefined;
}

function transposed(dims: Shape, argument: LayerArguments, rank: number, filters: Dim, place: Place): Fact<Shape> {
  const window = sizes(argument('kernel_size'), rank);
  const strides = sizes(argument('strides') ?? 1, rank);
  if (!window || !strides) return unknown('dynamic', place, 'the size of a window');
  const spatial = dims.slice(0, rank).map((dim, i): Dim => {
    const [size, stride] = [window[i] ?? null, strides[i] ?? null];
    if (dim === null || size === null || stride === null) return null;
    return paddingOf(argument) === 'same' ? dim * stride : dim * stride + Math.max(size - stride, 0);
  });
  return known([...spatial, filters], place);
}

function padded(dims: Shape, argument: LayerArguments, type: string, place: Place): Fact<Shape> {
  const rank = rankOf(type);
  const crop = type.startsWith('Cropping');
  const value = argument(crop ? 'cropping' : 'padding');
  const sides = Array.from({ length: rank }, (_, i): Dim => {
    const one: unknown = rank === 1 ? value : Array.isArray(value) ? value[i] : value;
    if (typeof one === 'number') return 2 * one;
    return Array.isArray(one) && one.every((side) => typeof side === 'number')
      ? one.reduce((a: number, b: number) => a + b, 0)
      : null;
  });
  return known(
    dims.map((dim, i) => (i >= rank || dim === null ? dim : sides[i] === null ? null : dim + (crop ? -1 : 1) * (sides[i] ?? 0))),
    place,
  );
}

function recurrent(dims: Shape | undefined, units: Dim, sequences: unknown, place: Place): Fact<Shape> | undefined {
  if (typeof sequences !== 'boolean') return undefined;
  if (!sequences) return known([units], place);
  return dims ? known([dims[0] ?? null, units], place) : undefined;
}
