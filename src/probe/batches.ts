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

/** Rows `rows` of an array, in float32. */
export function rowsOf(values: Values, rows: ArrayLike<number>): Rows {
  const shape = values.shape.slice(1);
  const width = shape.reduce((a, b) => a * b, 1);
  const data = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    data.set(values.data.subarray(row * width, (row + 1) * width), i * width);
  }
  return { shape: [rows.length, ...shape], data };
}

/** A batch of the given rows. */
export const batchOf = (part: PreparedPart, rows: ArrayLike<number>): Batch => ({
  inputs: part.inputs.map((values) => rowsOf(values, rows)),
  targets: part.targets.map((values) => rowsOf(values, rows)),
});

/** Rows 0 .. count-1 in chunks, for prediction. */
export function chunks(count: number, size: number): readonly Int32Array[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, c) =>
    Int32Array.from({ length: Math.min(size, count - c * size) }, (_, i) => c * size + i),
  );
}
