/** Arguments of layers as the formulae need them. */
import type { Shape } from '../../facts/training';
import type { Applied, LayerArguments } from './record';

export type Dim = number | null;

export function numberOf(argument: LayerArguments, name: string): number | undefined {
  const value = argument(name);
  return typeof value === 'number' ? value : undefined;
}

export function flagOf(argument: LayerArguments, name: string): boolean | undefined {
  const value = argument(name);
  return typeof value === 'boolean' ? value : undefined;
}

/** A number for every axis, or one for each; undefined where it is neither. */
export function sizesOf(value: unknown, axes: number): readonly Dim[] | undefined {
  if (typeof value === 'number') return Array.from({ length: axes }, () => value);
  if (!Array.isArray(value)) return undefined;
  const sizes = value.map((one: unknown): Dim => (typeof one === 'number' ? one : null));
  if (sizes.length === axes) return sizes;
  return sizes.length === 1 ? Array.from({ length: axes }, () => sizes[0] ?? null) : undefined;
}

/**
 * Channels come first; undefined where that is not known. The setting of the Keras backend is read in place of None; TensorFlow 1
 * says `NHWC` and `NCHW`.
 */
export function channelsFirst(argument: LayerArguments): boolean | undefined {
  const format = argument('data_format');
  if (format === null) return false;
  if (typeof format !== 'string') return undefined;
  return format === 'channels_first' || format.startsWith('NC');
}

/** Axes of one sample in Keras's count, where 0 is the batch and -1 the last. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? rank + axis : axis - 1);

/** Keras takes `SAME` for `same`. */
export function paddingOf(argument: LayerArguments): string | undefined {
  const padding = argument('padding');
  return typeof padding === 'string' ? padding.toLowerCase() : undefined;
}

/** All of these known: their product. */
export const product = (factors: readonly (number | null | undefined)[]): number | undefined =>
  factors.reduce<number | undefined>(
    (all, factor) => (all === undefined || factor === null || factor === undefined ? undefined : all * factor),
    1,
  );

/** All of these known: their sum. A part that is switched off (`false`) counts nothing. */
export const sum = (...parts: readonly (number | false | undefined)[]): number | undefined =>
  parts.reduce<number | undefined>((all, part) => (all === undefined || part === undefined ? undefined : all + (part || 0)), 0);

/** The size of the first input along its channels. */
export function channelsOf({ argument, inputs: [input] }: Applied): number | undefined {
  const first = channelsFirst(argument);
  // Layers without the argument have their channels last.
  return (first === true ? input?.[0] : input?.at(-1)) ?? undefined;
}

/** Several shapes as numpy broadcasts them; undefined where one is not known, null where they do not fit. */
export function broadcastShapes(shapes: readonly (Shape | undefined)[]): Shape | undefined | null {
  const given = shapes.filter((shape) => shape !== undefined);
  if (given.length !== shapes.length || given.length === 0) return undefined;
  const rank = Math.max(...given.map((shape) => shape.length));
  const sizes = Array.from({ length: rank }, (_, axis): Dim | undefined => {
    const here = given.map((shape) => (axis < rank - shape.length ? 1 : (shape[axis - (rank - shape.length)] ?? null)));
    const large = [...new Set(here.filter((size) => size !== 1))];
    const known = large.filter((size) => size !== null);
    if (known.length > 1) return undefined;
    return large.length === 0 ? 1 : (known[0] ?? null);
  });
  return sizes.includes(undefined) ? null : sizes.map((size) => size ?? null);
}
