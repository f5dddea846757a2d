/** Arrays of a part batch by batch. */
import type { Values } from '../experiment/data';
import type { PreparedPart } from '../experiment/prepare';

/** Rows of an array; the first axis of the shape is the batch. */
export interface Rows {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Batch {
  readonly inputs: readonly Rows[];
  readonly targets: readonly Rows[];
}

/** Arrays in float32, made once: batch after batch is taken from them. */
const inFloat32 = new WeakMap<Values, Float32Array>();

function float32Of(values: Values): Float32Array {
  let data = inFloat32.get(values);
  if (data === undefined) {
    data = Float32Array.from(values.data);
    inFloat32.set(values, data);
  }
  return data;
}

const widthOf = ({ shape }: Values): number => shape.slice(1).reduce((a, b) => a * b, 1);

/** Below so many numbers a loop copies faster than the engine's own copy starts. */
const SHORT = 64;

/** Rows `rows` of an array. */
function rowsOf(values: Values, rows: Int32Array): Rows {
  const width = widthOf(values);
  const from = float32Of(values);
  const data = new Float32Array(rows.length * width);
  let next = 0;
  for (const row of rows) {
    const start = row * width;
    if (width < SHORT) for (let j = start; j < start + width; j++) data[next++] = from[j] ?? NaN;
    else {
      data.set(from.subarray(start, start + width), next);
      next += width;
    }
  }
  return { shape: [rows.length, ...values.shape.slice(1)], data };
}

/** `count` rows from `first` on; a view. */
export function range(values: Values, first: number, count: number): Rows {
  const width = widthOf(values);
  return {
    shape: [count, ...values.shape.slice(1)],
    data: float32Of(values).subarray(first * width, (first + count) * width),
  };
}

/** A batch of the given rows. */
export const batchOf = (part: PreparedPart, rows: Int32Array): Batch => ({
  inputs: part.inputs.map((values) => rowsOf(values, rows)),
  targets: part.targets.map((values) => rowsOf(values, rows)),
});

/** Rows predicted at a time where there is room for them. */
export const CHUNK = 256;

/** Rows 0 .. count-1 in chunks, for prediction. */
export const chunks = (count: number, size: number): readonly { readonly first: number; readonly count: number }[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, c) => ({ first: c * size, count: Math.min(size, count - c * size) }));
