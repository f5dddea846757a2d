/** Operations on whole arrays. Their axes count the batch, as in the program. */
import { isJsonObject, type JsonObject } from '../../experiment/json';
import { named, numbersOf, numberOf, plain, product, type LayerSize, type Shape, type Sizing } from './sizing';

/** Broadcast as numpy does. */
export const merging: Sizing = (_, inputs) => {
  const rank = Math.max(0, ...inputs.map((shape) => shape.length));
  const shape = Array.from({ length: rank }, (__, axis) => {
    const sizes = new Set(inputs.map((one) => one[axis - (rank - one.length)] ?? 1));
    sizes.delete(1);
    return sizes.size === 0 ? 1 : sizes.size === 1 ? ([...sizes][0] ?? NaN) : NaN;
  });
  return plain(shape);
};

/** `batch`: whether axes count it. */
export const joining =
  (batch: boolean): Sizing =>
  (config, inputs) => {
    const [first] = inputs;
    if (first === undefined) return undefined;
    const axis = numberOf(config, 'axis', -1);
    const along = axis < 0 ? axis + first.length : axis - 1;
    const fits = inputs.every(
      (shape) => shape.length === first.length && shape.every((size, i) => i === along || size === first[i]),
    );
    if (!fits || along < 0 || (!batch && along >= first.length)) return undefined;
    return plain(first.map((size, i) => (i === along ? inputs.reduce((sum, shape) => sum + (shape[i] ?? 0), 0) : size)));
  };

/** The sizes asked for, one of them open. */
export function reshaped(input: Shape, wanted: readonly number[] | undefined): LayerSize | undefined {
  if (wanted === undefined) return undefined;
  const known = product(wanted.filter((size) => size !== -1));
  const shape = wanted.map((size) => (size === -1 ? product(input) / known : size));
  return product(shape) === product(input) ? plain(shape, { values: 0 }) : undefined;
}

export const same =
  (cost: { readonly calls?: number; readonly weights?: (input: Shape) => number; readonly effort?: number } = {}): Sizing =>
  (_, [input]) =>
    input &&
    plain(input, {
      calls: cost.calls ?? 1,
      weights: cost.weights?.(input) ?? 0,
      values: product(input) * (cost.effort ?? 1),
    });

/** Axes of an operation count the batch. */
function axesOf(config: JsonObject, rank: number): readonly number[] | undefined {
  const axes = numbersOf(config, 'axis')?.map((axis) => (axis < 0 ? axis + rank + 1 : axis));
  return axes?.every((axis) => axis >= 1 && axis <= rank) === true ? axes : undefined;
}

const reducing: Sizing = (config, [input]) => {
  const axes = input && axesOf(config, input.length);
  if (!axes) return undefined;
  const keep = config.keepdims === true || config.keep_dims === true;
  return plain(
    input.flatMap((size, i) => (axes.includes(i + 1) ? (keep ? [1] : []) : [size])),
    { values: product(input) },
  );
};

const expanding: Sizing = (config, [input]) => {
  const [axis] = (input && axesOf(config, input.length + 1)) ?? [];
  return input && axis !== undefined
    ? plain([...input.slice(0, axis - 1), 1, ...input.slice(axis - 1)], { values: 0 })
    : undefined;
};

const squeezing: Sizing = (config, [input]) => {
  if (!input) return undefined;
  const axes = config.axis === undefined ? input.flatMap((size, i) => (size === 1 ? [i + 1] : [])) : axesOf(config, input.length);
  return (
    axes &&
    plain(
      input.filter((_, i) => !axes.includes(i + 1)),
      { values: 0 },
    )
  );
};

/** An operator; a constant or variable operand is in its configuration. */
export const operator: Sizing = (config, inputs) => {
  const variable = [config['#0'], config['#1']].find(isJsonObject)?.config;
  const shape = isJsonObject(variable) ? numbersOf(variable, 'shape') : undefined;
  const size = merging({}, shape ? [...inputs, shape.slice(-(inputs[0]?.length ?? 0))] : inputs);
  return size && shape ? { ...size, weights: product(shape) } : size;
};

/** By the last part of their canonical names. */
export const operationSizes: ReadonlyMap<string, Sizing> = new Map([
  ...named('add subtract multiply divide truediv true_divide pow power maximum minimum', operator),
  ...named(
    'square sqrt exp log abs negative stop_gradient relu relu6 elu selu gelu swish silu leaky_relu softplus softsign sigmoid tanh softmax log_softmax',
    same(),
  ),
  ...named('reduce_mean mean reduce_sum sum reduce_max max amax reduce_min min amin', reducing),
  ...named(
    'reshape',
    (config, [input]) => input && reshaped(input, (numbersOf(config, 'shape') ?? numbersOf(config, 'newshape'))?.slice(1)),
  ),
  ...named('concat concatenate', joining(true)),
  ...named('expand_dims', expanding),
  ...named('squeeze', squeezing),
]);
