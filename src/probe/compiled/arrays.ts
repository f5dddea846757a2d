/** Small arrays with shapes, broadcast as numpy does: what losses of a program's own are written in. */
import { Refused } from './machine';

export interface Shaped {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export const scalar = (value: number): Shaped => ({ shape: [], data: Float32Array.of(value) });

export const like = ({ shape }: Shaped, make: (index: number) => number): Shaped => ({
  shape,
  data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => make(i)),
});

export const map = ({ shape, data }: Shaped, f: (x: number) => number): Shaped => ({ shape, data: data.map(f) });

/** Shape of two arrays together. Throws Refused where they do not fit: Keras says it better. */
function joined(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [m, n] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (m !== n && m !== 1 && n !== 1) throw new Refused(`shapes [${a.join(', ')}] and [${b.join(', ')}]`);
    return m === 1 ? n : m;
  });
}

/** For every element of an array of shape `to`, the element of one of shape `from` that is meant. */
function places(from: readonly number[], to: readonly number[]): Int32Array {
  const strides = new Array<number>(to.length).fill(0);
  let stride = 1;
  for (let axis = from.length - 1; axis >= 0; axis--) {
    const size = from[axis] ?? 1;
    strides[axis + to.length - from.length] = size === 1 ? 0 : stride;
    stride *= size;
  }
  const out = new Int32Array(sizeOf(to));
  const position = new Array<number>(to.length).fill(0);
  let place = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = place;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      position[axis] = (position[axis] ?? 0) + 1;
      place += strides[axis] ?? 0;
      if ((position[axis] ?? 0) < (to[axis] ?? 1)) break;
      place -= (strides[axis] ?? 0) * (to[axis] ?? 1);
      position[axis] = 0;
    }
  }
  return out;
}

export function zip(a: Shaped, b: Shaped, f: (x: number, y: number) => number): Shaped {
  const shape = joined(a.shape, b.shape);
  const [left, right] = [places(a.shape, shape), places(b.shape, shape)];
  return {
    shape,
    data: Float32Array.from(left, (place, i) => f(a.data[place] ?? NaN, b.data[right[i] ?? 0] ?? NaN)),
  };
}

/** The sum over all that was broadcast: the gradient of an array of the given shape. */
export function unbroadcast({ shape, data }: Shaped, to: readonly number[]): Shaped {
  const sums = new Float64Array(sizeOf(to));
  const place = places(to, shape);
  data.forEach((value, i) => {
    const at = place[i] ?? 0;
    sums[at] = (sums[at] ?? 0) + value;
  });
  return { shape: to, data: Float32Array.from(sums) };
}

/** Repeats an array to a larger shape. */
export const broadcast = (array: Shaped, shape: readonly number[]): Shaped => ({
  shape,
  data: Float32Array.from(places(array.shape, shape), (place) => array.data[place] ?? NaN),
});

/** Shape with the axes kept as 1; all of them where none are named. */
export function kept(shape: readonly number[], axes: readonly number[] | undefined): readonly number[] {
  const chosen = axes?.map((axis) => (axis < 0 ? axis + shape.length : axis));
  return shape.map((size, axis) => (chosen === undefined || chosen.includes(axis) ? 1 : size));
}

/** Largest (or smallest) over the axes that are 1 in `to`. */
export function extreme({ shape, data }: Shaped, to: readonly number[], larger: (a: number, b: number) => boolean): Shaped {
  const found = new Float32Array(sizeOf(to)).fill(NaN);
  const begun = new Uint8Array(found.length);
  const place = places(to, shape);
  data.forEach((value, i) => {
    const at = place[i] ?? 0;
    if (begun[at] === 0 || larger(value, found[at] ?? NaN) || Number.isNaN(value)) found[at] = value;
    begun[at] = 1;
  });
  return { shape: to, data: found };
}
