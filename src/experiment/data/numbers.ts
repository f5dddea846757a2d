/** Small arithmetic on flat arrays. Everything here is + - * / and sqrt, in a fixed order, so that numpy gets equal results. */

/** Values of an array with its shape, samples first. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Element i, which the caller knows to exist. */
export const at = (values: ArrayLike<number>, i: number): number => values[i] ?? 0;

export interface Moments {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Mean and population deviation of each of the last `columns` entries over the rows; a constant column has deviation 1. */
export function columnMoments(data: Float64Array, columns: number): Moments {
  const rows = data.length / columns;
  const mean = new Float64Array(columns);
  const square = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    mean[column] = at(mean, column) + at(data, i);
  }
  for (let c = 0; c < columns; c++) mean[c] = at(mean, c) / rows;
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    const off = at(data, i) - at(mean, column);
    square[column] = at(square, column) + off * off;
  }
  const deviation = square.map((sum) => (sum > 0 ? Math.sqrt(sum / rows) : 1));
  return { mean, deviation };
}

/** (x - mean) / deviation by column, in place. */
export function standardizeWith(data: Float64Array, { mean, deviation }: Moments): void {
  const columns = mean.length;
  for (let i = 0; i < data.length; i++) {
    const column = i % columns;
    data[i] = (at(data, i) - at(mean, column)) / at(deviation, column);
  }
}

/** A coarse line of `from` control points drawn out to `to` points by linear interpolation. Point j of the result: [left, right, weight of right]. */
export function interpolation(from: number, to: number): (j: number) => readonly [number, number, number] {
  return (j) => {
    if (from === 1 || to === 1) return [0, 0, 0];
    const position = (j * (from - 1)) / (to - 1);
    const left = Math.min(Math.floor(position), from - 2);
    return [left, left + 1, position - left];
  };
}
