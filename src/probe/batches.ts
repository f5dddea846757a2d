/** Arrays of a part as tensors, batch by batch. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Values } from '../experiment/data';
import type { PreparedPart } from '../experiment/prepare';

export interface Batch {
  readonly inputs: readonly Tensor[];
  readonly targets: readonly Tensor[];
}

/** Rows `rows` of an array as a tensor. */
export function rowsOf(values: Values, rows: ArrayLike<number>): Tensor {
  const shape = values.shape.slice(1);
  const width = shape.reduce((a, b) => a * b, 1);
  const out = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    out.set(values.data.subarray(row * width, (row + 1) * width), i * width);
  }
  return tf.tensor(out, [rows.length, ...shape], 'float32');
}

/** A batch of the given rows; the caller disposes it. */
export const batchOf = (part: PreparedPart, rows: ArrayLike<number>): Batch => ({
  inputs: part.inputs.map((values) => rowsOf(values, rows)),
  targets: part.targets.map((values) => rowsOf(values, rows)),
});

export const disposeBatch = ({ inputs, targets }: Batch): void => tf.dispose([...inputs, ...targets]);

/** Rows 0 .. count-1 in chunks, for prediction. */
export function chunks(count: number, size: number): readonly Int32Array[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, c) =>
    Int32Array.from({ length: Math.min(size, count - c * size) }, (_, i) => c * size + i),
  );
}
