/** Windows over channels-last images; a sequence is an image one row high. */
import type { Shape } from '../../layers/layer';
import { sameMargin } from '../../layers/pooling';
import { Refused } from '../machine';

export interface Image {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface Window {
  readonly input: Image;
  readonly output: Image;
  readonly size: readonly [tall: number, wide: number];
  readonly strides: readonly [down: number, across: number];
  readonly dilation: readonly [down: number, across: number];
  /** Zeros before the first row and column. */
  readonly before: readonly [top: number, left: number];
}

const imageOf = (shape: Shape, axes: 1 | 2): Image => ({
  height: axes === 2 ? (shape[0] ?? 1) : 1,
  width: shape[axes - 1] ?? 1,
  channels: shape.at(-1) ?? 1,
});

const both = (sizes: readonly number[], axes: 1 | 2): readonly [number, number] =>
  axes === 2 ? [sizes[0] ?? 1, sizes[1] ?? 1] : [1, sizes[0] ?? 1];

export interface WindowRequest {
  readonly axes: 1 | 2;
  readonly input: Shape;
  readonly output: Shape;
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding: string;
}

/** Throws Refused for a padding that is not known. */
export function windowOf({ axes, input, output, size, strides, dilation = [1, 1], padding }: WindowRequest): Window {
  const margin = (axis: number): number => {
    const reach = ((size[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1;
    if (padding === 'valid') return 0;
    if (padding === 'same') return sameMargin(input[axis] ?? 1, reach, strides[axis] ?? 1)[0];
    if (padding === 'causal' && axes === 1) return reach - 1;
    throw new Refused(`padding ${padding}`);
  };
  return {
    input: imageOf(input, axes),
    output: imageOf(output, axes),
    size: both(size, axes),
    strides: both(strides, axes),
    dilation: both(dilation, axes),
    before: axes === 2 ? [margin(0), margin(1)] : [0, margin(0)],
  };
}

export const floatsOf = ({ height, width, channels }: Image): number => height * width * channels;
