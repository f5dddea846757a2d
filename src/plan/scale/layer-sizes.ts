/**
 * What a node makes of the shapes it is handed, and what it takes to compute, for one sample. Only layers and operations that the probe rebuilds are here; of
 * any other nothing is known, and then nothing is scaled. Where Keras would refuse the shapes there is no size either.
 */
import { isJsonObject, type JsonObject } from '../../experiment/json';
import { convolutionSizes } from './convolution-sizes';
import { joining, merging, operationSizes, operator, reshaped, same } from './operation-sizes';
import { named, numberOf, numbersOf, plain, product, type LayerSize, type Shape, type Sizing } from './sizing';

export { product, type LayerSize, type Shape } from './sizing';

const dense: Sizing = (config, [input]) => {
  const into = input?.at(-1);
  if (input === undefined || into === undefined) return undefined;
  const units = numberOf(config, 'units');
  const rows = product(input.slice(0, -1));
  return plain([...input.slice(0, -1), units], { calls: 3, products: rows * into * units, weights: (into + 1) * units });
};

/** `gates` values a unit and step, each made by a few operations. */
const recurrent =
  (gates: number): Sizing =>
  (config, [input]) => {
    const [steps, features] = input ?? [];
    if (input?.length !== 2 || steps === undefined || features === undefined) return undefined;
    const units = numberOf(config, 'units');
    return plain(config.return_sequences === true ? [steps, units] : [units], {
      calls: 2 * steps,
      values: steps * units * gates * 6,
      products: steps * gates * units * (features + units),
      weights: gates * units * (features + units + 1),
    });
  };

const wrapped = (config: JsonObject): { readonly class: string; readonly config: JsonObject } | undefined => {
  const { layer } = config;
  if (!isJsonObject(layer) || typeof layer.class !== 'string') return undefined;
  return { class: layer.class, config: isJsonObject(layer.config) ? layer.config : {} };
};

const bidirectional: Sizing = (config, inputs) => {
  const inner = wrapped(config);
  const one = inner && layerSize(inner.class, inner.config, inputs);
  if (!one) return undefined;
  const joined = config.merge_mode === undefined || config.merge_mode === 'concat';
  const shape = joined ? [...one.shape.slice(0, -1), 2 * (one.shape.at(-1) ?? 1)] : one.shape;
  const { products, values, calls, weights } = one;
  return plain(shape, { products: 2 * products, values: 2 * values, calls: 2 * calls, weights: 2 * weights });
};

const timeDistributed: Sizing = (config, [input]) => {
  const inner = wrapped(config);
  const [steps = 1, ...rest] = input ?? [];
  const one = inner && rest.length > 0 ? layerSize(inner.class, inner.config, [rest]) : undefined;
  return one && { ...one, shape: [steps, ...one.shape], products: steps * one.products, values: steps * one.values };
};

/** Reading rows of a table and adding their gradients up again, against a value that is computed. */
const GATHERED = 4;

const embedding: Sizing = (config, [input]) => {
  const width = numberOf(config, 'output_dim');
  const values = GATHERED * product(input ?? []) * width;
  return input && plain([...input, width], { calls: 3, values, weights: numberOf(config, 'input_dim') * width });
};

const dot: Sizing = (config, [a, b]) => {
  if (!a || !b) return undefined;
  const [first = -1, second = first] = numbersOf(config, 'axes') ?? [];
  const at = (shape: Shape, axis: number): number => (axis < 0 ? axis + shape.length : axis - 1);
  const [i, j] = [at(a, first), at(b, second)];
  if (a[i] !== b[j]) return undefined;
  const rest = [...a.filter((_, axis) => axis !== i), ...b.filter((_, axis) => axis !== j)];
  return plain(rest.length === 0 ? [1] : rest, { products: product(rest) * (a[i] ?? 1) });
};

const attention: Sizing = (config, [query, value, key = value]) => {
  if (query?.length !== 2 || value?.length !== 2 || key?.length !== 2 || value[0] !== key[0]) return undefined;
  const [rows = 1, width = 1] = query;
  const columns = value[0] ?? 1;
  const heads = numberOf(config, 'num_heads', 0);
  if (heads === 0) {
    if (width !== key[1]) return undefined;
    return plain([rows, value[1] ?? 1], { calls: 5, products: 2 * rows * columns * width, values: 3 * rows * columns });
  }
  const size = heads * numberOf(config, 'key_dim');
  const weights = 3 * width * size + heads * numberOf(config, 'value_dim', numberOf(config, 'key_dim')) * width;
  const products = rows * weights + 2 * rows * columns * size;
  return plain(query, { calls: 25, products, weights, values: 4 * heads * rows * columns + 8 * rows * width });
};

const flatten: Sizing = (_, [input]) => input && plain([product(input)], { values: 0 });

const permute: Sizing = (config, [input]) =>
  input && plain((numbersOf(config, 'dims') ?? []).map((dim) => input[dim - 1] ?? NaN));

const table: Readonly<Record<string, Sizing>> = {
  Dense: dense,
  Flatten: flatten,
  Reshape: (config, [input]) => input && reshaped(input, numbersOf(config, 'target_shape')),
  Permute: permute,
  RepeatVector: (config, [input]) => input && plain([numberOf(config, 'n'), ...input]),
  Embedding: embedding,
  SimpleRNN: recurrent(1),
  GRU: recurrent(3),
  LSTM: recurrent(4),
  Bidirectional: bidirectional,
  TimeDistributed: timeDistributed,
  MultiHeadAttention: attention,
  Attention: attention,
  AdditiveAttention: attention,
  Concatenate: joining(false),
  Dot: dot,
  BatchNormalization: same({ calls: 8, effort: 3, weights: (input) => 4 * (input.at(-1) ?? 1) }),
  LayerNormalization: same({ calls: 8, effort: 3, weights: (input) => 2 * (input.at(-1) ?? 1) }),
  GroupNormalization: (config, [input]) => {
    const groups = numberOf(config, 'groups', 32);
    const channels = input?.at(-1) ?? 1;
    return groups !== -1 && channels % groups !== 0 ? undefined : same({ calls: 10, effort: 3 })(config, input ? [input] : []);
  },
};

const byName = new Map<string, Sizing>([
  ...Object.entries(table),
  ...convolutionSizes,
  ...named('Add Subtract Multiply Maximum Minimum Average', merging),
  ...named(
    'Activation Identity ActivityRegularization ReLU LeakyReLU ELU Softmax ThresholdedReLU Dropout SpatialDropout1D SpatialDropout2D GaussianNoise GaussianDropout AlphaDropout Masking Rescaling Normalization UnitNormalization',
    same(),
  ),
  ...named('PReLU', same({ weights: product })),
  ...named('operator.add operator.sub operator.mul operator.truediv operator.pow', operator),
]);

/** Undefined where the layer is not known, or refuses these shapes. */
export function layerSize(name: string, config: JsonObject, inputs: readonly Shape[]): LayerSize | undefined {
  const sizing = byName.get(name) ?? (name.includes('.') ? operationSizes.get(name.split('.').at(-1) ?? '') : undefined);
  return sizing?.(config, inputs);
}
