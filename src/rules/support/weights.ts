/** How many numbers a model trains, counted from the sizes of its layers. */
import { always, valueOf } from '../../facts/fact';
import type { LayerNode, ModelGraph } from '../../facts/graph';
import type { Plain } from '../../facts/plain';
import { layersOf } from './graph';

export interface CountedLayer {
  readonly node: LayerNode;
  readonly weights: number;
}

/** The trainable weights of each layer object, shared ones once; undefined where the weights of any of them are not known. */
export function countWeights(graph: ModelGraph): readonly CountedLayer[] | undefined {
  const counted = new Map<number, CountedLayer>();
  for (const node of graph.nodes) {
    // Weights that the program makes itself are no layers.
    if (node.kind === 'unknown' || (node.kind === 'operation' && /variable/i.test(node.operation))) return undefined;
    if (node.kind !== 'layer' || counted.has(node.layer.key)) continue;
    const weights = trainedIn(graph, node);
    if (weights === undefined) return undefined;
    counted.set(node.layer.key, { node, weights });
  }
  return [...counted.values()];
}

function trainedIn(graph: ModelGraph, node: LayerNode): number | undefined {
  const { layer } = node;
  if (always(layer.trainable, (trainable) => !trainable) || weightless.test(layer.type)) return 0;
  if (layer.trainable.kind !== 'known') return undefined;
  if (layer.model) return countWeights(layer.model)?.reduce((sum, { weights }) => sum + weights, 0);
  if (layer.type === 'Embedding') return product([number(node, 'input_dim'), number(node, 'output_dim')]);
  const [input] = node.inputs;
  const shape = input === undefined ? undefined : valueOf(graph.nodes[input]?.shape);
  const channelsFirst = valueOf<Plain>(layer.arguments.data_format) === 'channels_first';
  const size = shape?.at(-1);
  return typeof size !== 'number' || channelsFirst ? undefined : weightsOf(node, size);
}

/** Layers without trainable weights. */
const weightless =
  /^(?:InputLayer|Flatten|Reshape|Permute|RepeatVector|Masking|Identity|Activation|ReLU|LeakyReLU|ELU|ThresholdedReLU|Softmax|Rescaling|Normalization|(?:Global|Adaptive)?(?:Max|Average)Pooling[123]D|ZeroPadding[123]D|Cropping[123]D|UpSampling[123]D|Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate|Dot|(?:Spatial|Gaussian|Alpha)?Dropout(?:[123]D)?|GaussianNoise|ActivityRegularization)$/;

/** Of a layer that gets `size` numbers at each position. */
function weightsOf(node: LayerNode, size: number): number | undefined {
  const { type } = node.layer;
  const width = number(node, 'units') ?? number(node, 'filters');
  const bias = flag(node, 'use_bias');
  const gates = { SimpleRNN: 1, GRU: 3, LSTM: 4 }[type];
  if (gates !== undefined && width !== undefined)
    // The biases that GRU may have twice are left out: the count is never too high.
    return bias === undefined ? undefined : gates * width * (size + width + (bias ? 1 : 0));
  if (type === 'Dense') return sum(product([size, width]), bias && width);
  if (/^Conv[123]D(?:Transpose)?$/.test(type)) {
    const groups = number(node, 'groups') ?? 1;
    return sum(product([kernelOf(node), size / groups, width]), bias && width);
  }
  if (/^SeparableConv[12]D$/.test(type)) {
    const between = product([size, number(node, 'depth_multiplier') ?? 1]);
    return sum(sum(product([kernelOf(node), between]), product([between, width])), bias && width);
  }
  if (/^DepthwiseConv[12]D$/.test(type)) {
    const channels = product([size, number(node, 'depth_multiplier') ?? 1]);
    return sum(product([kernelOf(node), channels]), bias && channels);
  }
  if (type === 'BatchNormalization' || type === 'LayerNormalization')
    return sum(flag(node, 'scale') && size, flag(node, 'center') && size);
  return undefined;
}

/** Positions under the kernel: 9 for 3, or (3, 3), in two dimensions. */
function kernelOf(node: LayerNode): number | undefined {
  const size = valueOf<Plain>(node.layer.arguments.kernel_size);
  const dimensions = Number(/([123])D/.exec(node.layer.type)?.[1]);
  if (typeof size === 'number') return size ** dimensions;
  return Array.isArray(size) && size.length === dimensions
    ? product(size.map((one: Plain) => (typeof one === 'number' ? one : undefined)))
    : undefined;
}

function number({ layer }: LayerNode, name: string): number | undefined {
  const value = valueOf<Plain>(layer.arguments[name]);
  return typeof value === 'number' ? value : undefined;
}

function flag({ layer }: LayerNode, name: string): boolean | undefined {
  const value = valueOf<Plain>(layer.arguments[name]);
  return typeof value === 'boolean' ? value : undefined;
}

const product = (factors: readonly (number | undefined)[]): number | undefined =>
  factors.reduce((a, b) => (a === undefined || b === undefined ? undefined : a * b), 1);

/** A part that is switched off counts nothing. */
const sum = (a: number | false | undefined, b: number | false | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : (a || 0) + (b || 0);

/** Something in the model, or perhaps in it, keeps it from learning its data by heart. */
export const isRegularized = (graph: ModelGraph): boolean =>
  layersOf(graph).some(
    ({ layer }) =>
      /Dropout|Noise|ActivityRegularization/.test(layer.type) ||
      Object.entries(layer.arguments).some(
        ([name, fact]) =>
          (/(?:regularizer|constraint)$/.test(name) && !always(fact, (value) => value === null)) ||
          (name.includes('dropout') && !always(fact, (value) => value === 0)),
      ) ||
      (layer.model !== undefined && isRegularized(layer.model)),
  );
