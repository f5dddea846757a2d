/** Output shapes of layers, without the batch dimension (formulae of `compute_output_shape` in Keras). */
import type { Shape } from '../../facts/training';
import { axisOf, broadcastShapes, channelsFirst, flagOf, numberOf, paddingOf, product, sizesOf, type Dim } from './arguments';
import type { Applied, NoShape, ShapeFormula } from './record';

export const refused = (what: string): NoShape => ({ reason: 'undefined', what });
/** Known to be what no formula says. */
const unsaid = (what: string): NoShape => ({ reason: 'not-modelled', what });

/** Keras's message where the number of dimensions is wrong. */
const wrongRank = (wanted: number, given: Shape): NoShape => refused(`${wanted} dimensions expected, ${given.length} given`);

/** The last axis becomes as long as the argument says. */
export const lastAxis =
  (width: string): ShapeFormula =>
  ({ argument, inputs: [input] }) =>
    input && [...input.slice(0, -1), numberOf(argument, width) ?? null];

/** One axis more, as long as the argument says. */
export const addedAxis =
  (width: string): ShapeFormula =>
  ({ argument, inputs: [input] }) =>
    input && [...input, numberOf(argument, width) ?? null];

export const notSaid =
  (what: string): ShapeFormula =>
  () =>
    unsaid(what);

type Slide = (size: number, window: number, stride: number, dilation: number) => number;

/** Something that works along `axes` axes of places and makes as many channels as `channels` says. */
function places(
  { argument, inputs: [input] }: Applied,
  axes: number,
  channels: (before: Dim) => Dim,
  place: (places: Shape) => readonly (Dim | undefined)[] | undefined,
): Shape | NoShape | undefined {
  const first = channelsFirst(argument);
  if (!input || first === undefined) return undefined;
  if (input.length !== axes + 1) return wrongRank(axes + 1, input);
  const [spatial, before] = first ? [input.slice(1), input[0] ?? null] : [input.slice(0, axes), input.at(-1) ?? null];
  const sizes = place(spatial)?.map((size) => size ?? null);
  if (sizes === undefined) return undefined;
  // Where nothing is left of the places Keras raises; the size, 0 or less, says by how much they were too few.
  return first ? [channels(before), ...sizes] : [...sizes, channels(before)];
}

/** A window that slides: of a convolution or a pooling. */
function slid(applied: Applied, axes: number, windowName: string, slide: (padding: string) => Slide | undefined) {
  const { argument } = applied;
  const window = sizesOf(argument(windowName), axes);
  const given = argument('strides');
  // A pooling goes on by its window.
  const strides = given !== null ? sizesOf(given, axes) : windowName === 'pool_size' ? window : sizesOf(1, axes);
  const dilation = argument('dilation_rate') === null ? sizesOf(1, axes) : sizesOf(argument('dilation_rate'), axes);
  const padding = paddingOf(argument);
  const size = padding === undefined ? undefined : slide(padding);
  if (!window || !strides || !dilation || !size) return undefined;
  return (spatial: Shape): readonly Dim[] =>
    spatial.map((dim, i) => {
      const [w, stride, spread] = [window[i] ?? null, strides[i] ?? null, dilation[i] ?? null];
      return dim === null || w === null || stride === null || spread === null ? null : size(dim, w, stride, spread);
    });
}

const forward = (padding: string): Slide =>
  padding === 'same' || padding === 'causal'
    ? (size, _window, stride) => Math.ceil(size / stride)
    : (size, window, stride, dilation) => Math.floor((size - (window - 1) * dilation - 1) / stride) + 1;

const backward = (padding: string): Slide =>
  padding === 'same'
    ? (size, _window, stride) => size * stride
    : (size, window, stride, dilation) => size * stride + Math.max((window - 1) * dilation + 1 - stride, 0);

export const convolved =
  (axes: number): ShapeFormula =>
  (applied) => {
    const { argument } = applied;
    const along = slid(applied, axes, 'kernel_size', forward);
    return along && places(applied, axes, () => numberOf(argument, 'filters') ?? null, along);
  };

export const convolvedBack =
  (axes: number): ShapeFormula =>
  (applied) => {
    const { argument } = applied;
    // With sizes of one's own beyond the kernel's the result is longer by them.
    const more = argument('output_padding');
    if (more !== null) return unsaid('output_padding');
    const along = slid(applied, axes, 'kernel_size', backward);
    return along && places(applied, axes, () => numberOf(argument, 'filters') ?? null, along);
  };

/** Each channel becomes `depth_multiplier` of them. */
export const depthwise =
  (axes: number): ShapeFormula =>
  (applied) => {
    const along = slid(applied, axes, 'kernel_size', forward);
    const multiplier = numberOf(applied.argument, 'depth_multiplier');
    return along && places(applied, axes, (before) => product([before, multiplier]) ?? null, along);
  };

export const pooled =
  (axes: number): ShapeFormula =>
  (applied) => {
    const along = slid(applied, axes, 'pool_size', forward);
    return along && places(applied, axes, (before) => before, along);
  };

/** To as many places as asked for; None keeps an axis. */
export const pooledTo =
  (axes: number): ShapeFormula =>
  (applied) => {
    const asked = sizesOf(applied.argument('output_size'), axes);
    return (
      asked &&
      places(
        applied,
        axes,
        (before) => before,
        () => asked,
      )
    );
  };

export const pooledGlobally =
  (axes: number): ShapeFormula =>
  ({ argument, inputs: [input] }) => {
    const [first, keep] = [channelsFirst(argument), argument('keepdims') === null ? false : flagOf(argument, 'keepdims')];
    if (!input || first === undefined || keep === undefined) return undefined;
    if (input.length !== axes + 1) return wrongRank(axes + 1, input);
    const channels = (first ? input[0] : input.at(-1)) ?? null;
    const ones = Array.from({ length: keep ? axes : 0 }, () => 1);
    return first ? [channels, ...ones] : [...ones, channels];
  };

export const upsampled =
  (axes: number): ShapeFormula =>
  (applied) => {
    const size = sizesOf(applied.argument('size'), axes);
    const along = (spatial: Shape) => spatial.map((dim, i) => product([dim, size?.[i]]));
    return size && places(applied, axes, (before) => before, along);
  };

/** What is added before and after along each axis, in Keras's three ways to say it: 1, (1, 2), ((1, 2), (3, 4)). */
function around(value: unknown, axes: number): readonly Dim[] | undefined {
  if (typeof value === 'number') return Array.from({ length: axes }, () => 2 * value);
  if (!Array.isArray(value)) return undefined;
  const pair = (one: unknown): Dim =>
    Array.isArray(one) && one.length === 2 && one.every((side) => typeof side === 'number')
      ? Number(one[0]) + Number(one[1])
      : null;
  if (axes === 1) return [pair(value)];
  return value.length === axes ? value.map((one: unknown) => (typeof one === 'number' ? 2 * one : pair(one))) : undefined;
}

/** Longer (`sign` 1) or shorter (-1) by what the argument says. */
export const bordered =
  (axes: number, name: 'padding' | 'cropping', sign: 1 | -1): ShapeFormula =>
  (applied) => {
    const sides = around(applied.argument(name), axes);
    const along = (spatial: Shape) => spatial.map((dim, i) => addedTo(dim, sides?.[i] ?? null, sign));
    return sides && places(applied, axes, (before) => before, along);
  };

const addedTo = (dim: Dim, more: Dim, sign: 1 | -1): Dim => (dim === null || more === null ? null : dim + sign * more);

/** To the given height and width: pictures, and batches of them. */
export const sizedTo: ShapeFormula = (applied) => {
  const { argument } = applied;
  const size = [numberOf(argument, 'height') ?? null, numberOf(argument, 'width') ?? null];
  return places(
    applied,
    2,
    (before) => before,
    () => size,
  );
};

/** Height or width is drawn anew for each batch. */
export const drawnSize =
  (axis: 'height' | 'width'): ShapeFormula =>
  (applied) =>
    places(
      applied,
      2,
      (before) => before,
      ([height = null, width = null]) => (axis === 'height' ? [null, width] : [height, null]),
    );

export const flattened: ShapeFormula = ({ inputs: [input] }) => input && [product(input) ?? null];

/** Fills the -1 of a new shape from the number of elements. */
export function fillOpen(target: readonly Dim[], from: Shape | undefined): Shape {
  const open = target.indexOf(-1);
  if (open === -1) return target;
  const total = from && product(from);
  const rest = product(target.filter((_, i) => i !== open));
  return target.with(open, total !== undefined && rest !== undefined && rest > 0 ? total / rest : null);
}

export const reshaped: ShapeFormula = ({ argument, inputs: [input] }) => {
  const target = sizesOf(
    argument('target_shape'),
    Array.isArray(argument('target_shape')) ? lengthOf(argument('target_shape')) : 1,
  );
  if (!target || target.includes(null)) return undefined;
  const shape = fillOpen(target, input);
  const [before, after] = [input && product(input), product(shape)];
  return before !== undefined && after !== undefined && (before !== after || shape.some((dim) => !Number.isInteger(dim)))
    ? refused(`${before} values do not fit`)
    : shape;
};

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

export const permuted: ShapeFormula = ({ argument, inputs: [input] }) => {
  const order = argument('dims');
  return input && Array.isArray(order) ? order.map((at) => input[Number(at) - 1] ?? null) : undefined;
};

export const repeated: ShapeFormula = ({ argument, inputs: [input] }) => input && [numberOf(argument, 'n') ?? null, ...input];

/** The last state, or one for each step. */
export const states: ShapeFormula = ({ argument, inputs: [input] }) => {
  const [units, sequences] = [numberOf(argument, 'units') ?? null, flagOf(argument, 'return_sequences')];
  if (sequences === undefined) return undefined;
  if (input && input.length !== 2) return wrongRank(2, input);
  return sequences ? input && [input[0] ?? null, units] : [units];
};

/** A convolution in each step of a sequence. */
export const convolvedStates =
  (axes: number): ShapeFormula =>
  (applied) => {
    const { argument, inputs } = applied;
    const [input] = inputs;
    const sequences = flagOf(argument, 'return_sequences');
    if (!input || sequences === undefined) return undefined;
    if (input.length !== axes + 2) return wrongRank(axes + 2, input);
    const step = convolved(axes)({ ...applied, inputs: [input.slice(1)] });
    return Array.isArray(step) && sequences ? [input[0] ?? null, ...(step as Shape)] : step;
  };

export const merged: ShapeFormula = ({ inputs }) => {
  const shape = broadcastShapes(inputs);
  return shape === null ? refused('shapes that do not fit') : shape;
};

/** Joined along an axis, which counts the batch. */
export const joined: ShapeFormula = ({ argument, inputs }) => {
  const [axis, [first]] = [numberOf(argument, 'axis'), inputs];
  if (axis === undefined || !first || inputs.some((shape) => shape === undefined)) return undefined;
  if (inputs.some((shape) => shape?.length !== first.length)) return refused('inputs with different numbers of dimensions');
  const at = axisOf(axis, first.length);
  if (!(at in first)) return refused('an axis that is not there');
  const others = broadcastShapes(inputs.map((shape) => shape?.with(at, 1)));
  if (!others) return refused('shapes that do not fit');
  const size = inputs.reduce<Dim>((all, shape) => addedTo(all, shape?.[at] ?? null, 1), 0);
  return others.with(at, size);
};

/** The axes that are summed over are gone; a number for each sample where none is left. */
export const dotted: ShapeFormula = ({ argument, inputs: [a, b] }) => {
  const axes = sizesOf(argument('axes'), 2);
  const [first, second] = axes ?? [];
  if (!a || !b || typeof first !== 'number' || typeof second !== 'number') return undefined;
  const [i, j] = [axisOf(first, a.length), axisOf(second, b.length)];
  if (a[i] !== b[j] && typeof a[i] === 'number' && typeof b[j] === 'number') return refused('axes of different length');
  const rest = [...a.filter((_, axis) => axis !== i), ...b.filter((_, axis) => axis !== j)];
  return rest.length === 0 ? [1] : rest;
};

/** Of scores between query and key: what is attended to, as wide as the values. */
export const attendedValues: ShapeFormula = ({ inputs: [query, value] }) =>
  query && (value ? [...query.slice(0, -1), value.at(-1) ?? null] : undefined);

/** A projection back to the width of the query, or to what `output_shape` asks for. */
export const attendedQuery: ShapeFormula = ({ argument, inputs: [query] }) => {
  const wanted = argument('output_shape');
  if (!query || wanted === null) return query;
  const sizes = sizesOf(wanted, Array.isArray(wanted) ? wanted.length : 1);
  return sizes && [...query.slice(0, -1), ...sizes];
};

/** Letters of `ab,bc->ac`: sizes of the input's are known from it, those of the kernel from `output_shape`. */
export const einsum: ShapeFormula = ({ argument, inputs: [input] }) => {
  const [equation, asked] = [argument('equation'), argument('output_shape')];
  const output = typeof equation === 'string' ? /^(\.\.\.)?\w+,\w+->(\.\.\.)?(\w+)$/.exec(equation.replaceAll(' ', '')) : null;
  const sizes = sizesOf(asked, Array.isArray(asked) ? asked.length : 1);
  if (!input || !output || !sizes) return undefined;
  const letters = output[3]?.length ?? 0;
  const leading = output[2] === undefined ? letters - 1 - sizes.length : input.length - sizes.length;
  // None keeps the size of that axis of the input.
  return [...input.slice(0, Math.max(0, leading)), ...sizes].map((size, axis) => size ?? input[axis] ?? null);
};

/** Indicator rows and counts are as wide as the number of ids, ids keep their place. */
export const encoded =
  (width: (applied: Applied) => Dim | undefined): ShapeFormula =>
  (applied) => {
    const { argument, inputs } = applied;
    const [input] = inputs;
    const mode = argument('output_mode');
    if (!input || typeof mode !== 'string') return undefined;
    if (mode === 'int') return input;
    const size = width(applied) ?? null;
    // One id a row becomes the row's indicator; several are counted together unless they are `one_hot`.
    if (mode === 'one_hot') return input.at(-1) === 1 ? [...input.slice(0, -1), size] : [...input, size];
    return [...input.slice(0, -1), size];
  };
