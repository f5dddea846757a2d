/** How many numbers layers train and keep (formulae of `build` in Keras). */
import { axisOf, channelsOf, flagOf, numberOf, product, sizesOf, sum } from './arguments';
import type { Applied, CountFormula } from './record';

/** It has weights, and how many is up to what is inside. */
export const notCounted: CountFormula = () => undefined;

/** Without `use_bias` there is none. */
const biasOf = ({ argument }: Applied, size: number | undefined): number | false | undefined => {
  const bias = flagOf(argument, 'use_bias');
  return bias === undefined ? undefined : bias && size;
};

export const denseWeights: CountFormula = (applied) => {
  const { argument, inputs } = applied;
  const units = numberOf(argument, 'units');
  return sum(product([inputs[0]?.at(-1), units]), biasOf(applied, units));
};

/** Positions under the kernel: 9 for 3, or (3, 3), in two dimensions. */
const kernelOf = ({ argument }: Applied, axes: number, name = 'kernel_size'): number | undefined => {
  const sizes = sizesOf(argument(name), axes);
  return sizes && product(sizes);
};

export const convolutionWeights =
  (axes: number): CountFormula =>
  (applied) => {
    const { argument } = applied;
    const filters = numberOf(argument, 'filters');
    // Transposed ones have no groups, and their kernels the same numbers the other way round.
    const groups = argument('groups') === null ? 1 : numberOf(argument, 'groups');
    const channels = channelsOf(applied);
    const each = channels === undefined || groups === undefined ? undefined : channels / groups;
    return sum(product([kernelOf(applied, axes), each, filters]), biasOf(applied, filters));
  };

export const depthwiseWeights =
  (axes: number): CountFormula =>
  (applied) => {
    const channels = product([channelsOf(applied), numberOf(applied.argument, 'depth_multiplier')]);
    return sum(product([kernelOf(applied, axes), channels]), biasOf(applied, channels));
  };

export const separableWeights =
  (axes: number): CountFormula =>
  (applied) => {
    const between = product([channelsOf(applied), numberOf(applied.argument, 'depth_multiplier')]);
    const filters = numberOf(applied.argument, 'filters');
    return sum(product([kernelOf(applied, axes), between]), product([between, filters]), biasOf(applied, filters));
  };

/** A kernel of its own at every place of the output. */
export const localWeights =
  (axes: number, places: (applied: Applied) => readonly (number | null)[] | undefined): CountFormula =>
  (applied) => {
    const filters = numberOf(applied.argument, 'filters');
    const spots = product(places(applied) ?? [undefined]);
    return sum(
      product([spots, kernelOf(applied, axes), channelsOf(applied), filters]),
      biasOf(applied, product([spots, filters])),
    );
  };

/** `gates` sums for each unit, of the input and of the last state; `biases`: how many each of them has. */
export const recurrentWeights =
  (gates: number, biases: (applied: Applied) => number | undefined = () => 1): CountFormula =>
  (applied) => {
    const units = numberOf(applied.argument, 'units');
    // A cell is handed one step, a layer a sequence of them: the last axis holds the features in both.
    const features = applied.inputs[0]?.at(-1);
    const many = biases(applied);
    return sum(product([gates, units, features]), product([gates, units, units]), biasOf(applied, product([gates, units, many])));
  };

/** GRU adds a second bias where the reset gate comes after the product. */
export const biasesOfReset = ({ argument }: Applied): number | undefined => {
  const after = flagOf(argument, 'reset_after');
  return after === undefined ? undefined : after ? 2 : 1;
};

export const convolvedStateWeights =
  (axes: number): CountFormula =>
  (applied) => {
    const filters = numberOf(applied.argument, 'filters');
    const step = { ...applied, inputs: [applied.inputs[0]?.slice(1)] };
    const [kernel, gates] = [kernelOf(applied, axes), 4];
    return sum(
      product([gates, kernel, channelsOf(step), filters]),
      product([gates, kernel, filters, filters]),
      biasOf(applied, product([gates, filters])),
    );
  };

export const tableWeights: CountFormula = ({ argument }) =>
  product([numberOf(argument, 'input_dim'), numberOf(argument, 'output_dim')]);

/** A second table for the way back where they are not one. */
export const reversibleWeights: CountFormula = (applied) => {
  const tied = flagOf(applied.argument, 'tie_weights');
  const one = tableWeights(applied);
  return tied === undefined ? undefined : product([one, tied ? 1 : 2]);
};

/** Values along the axes that are normalised. */
function along({ argument, inputs: [input] }: Applied): number | undefined {
  const axis = argument('axis');
  const axes: readonly unknown[] = Array.isArray(axis) ? axis : [axis];
  if (!input || !axes.every((one) => typeof one === 'number')) return undefined;
  return product(axes.map((one) => input[axisOf(one, input.length)]));
}

/** A scale and a shift for each, where they are not switched off. */
export const scaleAndShift: CountFormula = (applied) => {
  const each = along(applied);
  const [scale, center] = [flagOf(applied.argument, 'scale'), flagOf(applied.argument, 'center')];
  return scale === undefined || center === undefined ? undefined : sum(scale && each, center && each);
};

export const scaleOnly: CountFormula = along;

/** Moving mean and variance. */
export const movingStatistics: CountFormula = (applied) => product([2, along(applied)]);

/** Mean and variance of what `adapt` saw, and how much that was, unless both are given. */
export const adaptedStatistics: CountFormula = (applied) => {
  const [mean, variance] = [applied.argument('mean'), applied.argument('variance')];
  if (mean === undefined || variance === undefined) return undefined;
  if (mean !== null) return 0;
  const axis = applied.argument('axis');
  const each = axis === null ? 1 : along(applied);
  return sum(product([2, each]), 1);
};

/** A slope for each value, shared along `shared_axes`. */
export const slopes: CountFormula = ({ argument, inputs: [input] }) => {
  const shared = argument('shared_axes');
  if (!input || shared === undefined) return undefined;
  const axes = shared === null ? [] : sizesOf(shared, Array.isArray(shared) ? shared.length : 1);
  return axes && product(input.map((size, axis) => (axes.includes(axis + 1) ? 1 : size)));
};

/** Projections of query, key and value to `num_heads` times their width, and one back. */
export const attentionWeights: CountFormula = (applied) => {
  const { argument, inputs } = applied;
  const [query, value, key = value] = inputs.map((shape) => shape?.at(-1));
  const heads = numberOf(argument, 'num_heads');
  const size = numberOf(argument, 'key_dim');
  const wide = argument('value_dim') === null ? size : numberOf(argument, 'value_dim');
  const out = argument('output_shape') === null ? query : product(sizesOf(argument('output_shape'), 1) ?? [undefined]);
  const [small, large] = [product([heads, size]), product([heads, wide])];
  return sum(
    product([query, small]),
    product([key, small]),
    product([value, large]),
    product([large, out]),
    biasOf(applied, sum(small, small, large, out ?? undefined)),
    gateOf(applied, product([query, large]), large),
  );
};

/** Keras 3.12's gate on what is attended to. */
const gateOf = (applied: Applied, kernel: number | undefined, bias: number | undefined): number | false | undefined =>
  applied.argument('use_gate') === true ? sum(kernel, biasOf(applied, bias)) : false;

/** Queries have heads of their own, keys and values share some. */
export const groupedAttentionWeights: CountFormula = (applied) => {
  const { argument, inputs } = applied;
  const [query, value, key = value] = inputs.map((shape) => shape?.at(-1));
  const size = numberOf(argument, 'head_dim');
  const [many, few] = [numberOf(argument, 'num_query_heads'), numberOf(argument, 'num_key_value_heads')];
  const [large, small] = [product([many, size]), product([few, size])];
  return sum(
    product([query, large]),
    product([key, small]),
    product([value, small]),
    product([large, query]),
    biasOf(applied, sum(large, small, small, query ?? undefined)),
    gateOf(applied, product([query, large]), large),
  );
};

/** One factor on the scores. */
export const scoreScale: CountFormula = ({ argument }) => {
  const [scaled, mode] = [flagOf(argument, 'use_scale'), argument('score_mode')];
  return scaled === undefined ? undefined : (scaled ? 1 : 0) + (mode === 'concat' ? 1 : 0);
};

/** A factor for each feature of the query. */
export const scoreScales: CountFormula = ({ argument, inputs: [query] }) => {
  const scaled = flagOf(argument, 'use_scale');
  return scaled === undefined ? undefined : scaled ? (query?.at(-1) ?? undefined) : 0;
};

/** Sines and cosines of each frequency over one window. */
export const spectralKernels: CountFormula = ({ argument }) => {
  const [length, frequencies] = [numberOf(argument, 'frame_length'), numberOf(argument, 'fft_length')];
  return product([2, length, frequencies === undefined ? undefined : frequencies / 2 + 1]);
};

/** Four (GRU: three) gates with two biases each, as the graph library packs them. */
export const packedWeights =
  (gates: number): CountFormula =>
  ({ argument, inputs: [input] }) => {
    const units = numberOf(argument, 'units');
    return sum(product([gates, units, input?.at(-1)]), product([gates, units, units]), product([gates, 2, units]));
  };

/** Sizes of the letters of `ab,bc->ac`: of the input, and of the output as `output_shape` says. */
export const einsumWeights: CountFormula = ({ argument, inputs: [input] }) => {
  const [equation, asked, bias] = [argument('equation'), argument('output_shape'), argument('bias_axes')];
  const parts = typeof equation === 'string' ? /^(\.\.\.)?(\w+),(\w+)->(\.\.\.)?(\w+)$/.exec(equation.replaceAll(' ', '')) : null;
  const sizes = sizesOf(asked, Array.isArray(asked) ? asked.length : 1);
  if (!input || !parts || !sizes || bias === undefined) return undefined;
  const [, open, from = '', kernel = '', , to = ''] = parts;
  const of = new Map<string, number | null>();
  // Dots before the letters stand for axes in front, the batch among them.
  Array.from(from).forEach((letter, i) =>
    of.set(letter, open === undefined ? (i === 0 ? null : (input[i - 1] ?? null)) : (input.at(i - from.length) ?? null)),
  );
  Array.from(to).forEach((letter, i) => {
    const size = sizes.at(i - to.length);
    if (i >= to.length - sizes.length && typeof size === 'number') of.set(letter, size);
  });
  const count = (letters: string): number | undefined => product(Array.from(letters, (letter) => of.get(letter)));
  return sum(count(kernel), typeof bias === 'string' && count(bias));
};
