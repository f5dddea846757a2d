/**
 * What a node makes of the shapes it is handed, and what it takes to compute, for one sample. The shapes and weights are those of the
 * layers' records; what they cost is of the probe, so only layers and operations that it rebuilds are here. Of any other nothing is
 * known, and then nothing is scaled. Where Keras would refuse the shapes there is no size either.
 */
import { isJsonObject, type JsonObject } from '../../experiment/json';
import { layerRecord } from '../../knowledge/layers';
import type { Applied, InnerLayer, LayerArguments, LayerRecord } from '../../knowledge/layers/record';
import { signatureOf } from '../../knowledge/signatures';
import { convolutionCosts } from './convolution-costs';
import { operationSizes, operator } from './operation-sizes';
import { named, numberOf, plain, product, type Cost, type LayerSize, type Shape } from './sizing';

export { product, type LayerSize, type Shape } from './sizing';

const dense: Cost = (_, [input], shape) => ({ calls: 3, products: product(shape) * (input?.at(-1) ?? 1) });

/** `gates` values a unit and step, each made by a few operations. */
const recurrent =
  (gates: number): Cost =>
  (config, [input]) => {
    const [steps = 1, features = 1] = input ?? [];
    const units = numberOf(config, 'units');
    return { calls: 2 * steps, values: steps * units * gates * 6, products: steps * gates * units * (features + units) };
  };

const wrapped = (config: JsonObject): { readonly class: string; readonly config: JsonObject } | undefined => {
  const { layer } = config;
  if (!isJsonObject(layer) || typeof layer.class !== 'string') return undefined;
  return { class: layer.class, config: isJsonObject(layer.config) ? layer.config : {} };
};

const bidirectional: Cost = (config, inputs) => {
  const inner = wrapped(config);
  const one = inner && layerSize(inner.class, inner.config, inputs);
  return one && { products: 2 * one.products, values: 2 * one.values, calls: 2 * one.calls };
};

const timeDistributed: Cost = (config, [input]) => {
  const inner = wrapped(config);
  const [steps = 1, ...rest] = input ?? [];
  const one = inner && rest.length > 0 ? layerSize(inner.class, inner.config, [rest]) : undefined;
  return one && { calls: one.calls, slower: one.slower, products: steps * one.products, values: steps * one.values };
};

/** Reading rows of a table and adding their gradients up again, against a value that is computed. */
const GATHERED = 4;

const embedding: Cost = (_, __, shape) => ({ calls: 3, values: GATHERED * product(shape) });

/** Every output is a sum over the axis that both have. */
const dot: Cost = (_, [a = [], b = []], shape) => ({
  products: product(shape) * Math.sqrt((product(a) * product(b)) / product(shape)),
});

const attention: Cost = (config, [query, value, key = value]) => {
  if (query?.length !== 2 || value?.length !== 2 || key?.length !== 2 || value[0] !== key[0]) return undefined;
  const [rows = 1, width = 1] = query;
  const columns = value[0] ?? 1;
  const heads = numberOf(config, 'num_heads', 0);
  if (heads === 0) {
    if (width !== key[1]) return undefined;
    return { calls: 5, products: 2 * rows * columns * width, values: 3 * rows * columns };
  }
  const size = heads * numberOf(config, 'key_dim');
  const projections = 3 * width * size + heads * numberOf(config, 'value_dim', numberOf(config, 'key_dim')) * width;
  return {
    calls: 25,
    products: rows * projections + 2 * rows * columns * size,
    values: 4 * heads * rows * columns + 8 * rows * width,
  };
};

/** Moves nothing. */
const viewed: Cost = () => ({ values: 0 });
/** One operation on each value. */
const each: Cost = () => ({});
const normalizing =
  (calls: number): Cost =>
  (_, __, shape) => ({ calls, values: 3 * product(shape) });

/** By what the kernels of the probe take, which no record says. */
const table: Readonly<Record<string, Cost>> = {
  Dense: dense,
  Flatten: viewed,
  Reshape: viewed,
  Permute: each,
  RepeatVector: each,
  Embedding: embedding,
  SimpleRNN: recurrent(1),
  GRU: recurrent(3),
  LSTM: recurrent(4),
  Bidirectional: bidirectional,
  TimeDistributed: timeDistributed,
  MultiHeadAttention: attention,
  Attention: attention,
  AdditiveAttention: attention,
  Dot: dot,
  BatchNormalization: normalizing(8),
  LayerNormalization: normalizing(8),
  GroupNormalization: (config, [input], shape) => {
    const groups = numberOf(config, 'groups', 32);
    return groups !== -1 && (input?.at(-1) ?? 1) % groups !== 0 ? undefined : normalizing(10)(config, [], shape);
  },
};

/** By Keras's class name: the layers that the probe rebuilds. */
const costs = new Map<string, Cost>([...Object.entries(table), ...convolutionCosts]);

/** Layers of these families cost an operation on each value, where the probe rebuilds them. */
const simple: ReadonlySet<LayerRecord['family']> = new Set([
  'activation',
  'regularize',
  'merge',
  'scale',
  'normalize',
  'shape',
] as const);

const operators = new Map(named('operator.add operator.sub operator.mul operator.truediv operator.pow', operator));

/** Undefined where the layer is not known, or refuses these shapes. */
export function layerSize(name: string, config: JsonObject, inputs: readonly Shape[]): LayerSize | undefined {
  if (name.includes('.')) {
    const sizing = operators.get(name) ?? operationSizes.get(name.split('.').at(-1) ?? '');
    return sizing?.(config, inputs);
  }
  const record = layerRecord(name);
  if (!record || inputs.length === 0) return undefined;
  const applied: Applied = { argument: argumentsOf(name, config), inputs, inner: innerOf(config) };
  const shape = record.outputShape(applied);
  if (shape === undefined || 'reason' in shape) return undefined;
  const sizes = shape.map((size) => size ?? NaN);
  const cost = costs.get(name) ?? (simple.has(record.family) ? each : undefined);
  const taken = cost?.(config, inputs, sizes);
  const size = taken && plain(sizes, { ...taken, weights: (record.weights?.(applied) ?? 0) + (record.state?.(applied) ?? 0) });
  return size && (taken.slower === undefined ? size : { ...size, slower: taken.slower });
}

/** As the formulae ask for them: defaults are Keras's where the configuration leaves them out. */
function argumentsOf(name: string, config: JsonObject): LayerArguments {
  const defaults = new Map(
    signatureOf(`keras.layers.${name}`, 3)?.parameters.map((one) => [one.name, one.default ?? null] as const),
  );
  return (parameter) => config[parameter] ?? defaults.get(parameter) ?? null;
}

function innerOf(config: JsonObject): InnerLayer | undefined {
  const inner = wrapped(config);
  const record = inner && layerRecord(inner.class);
  return record && { record, argument: argumentsOf(inner.class, inner.config), inner: innerOf(inner.config) };
}
