import type { Initializer } from './initializer';

/**
 * Orthogonal columns (or rows, where there are fewer of them) by modified Gram-Schmidt, whose triangular factor has a positive diagonal,
 * as Keras makes it by correcting the signs of its QR.
 */
export function orthogonal(gain: number): Initializer {
  return (shape, random) => {
    const columns = shape.at(-1) ?? 1;
    const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const long = Math.max(rows, columns);
    const short = Math.min(rows, columns);
    const vectors = Array.from({ length: short }, () => random.normals(long));
    vectors.forEach((vector, i) => {
      for (let j = 0; j < i; j++) {
        const other = vectors[j] ?? vector;
        let along = 0;
        for (let k = 0; k < long; k++) along += (vector[k] ?? 0) * (other[k] ?? 0);
        for (let k = 0; k < long; k++) vector[k] = (vector[k] ?? 0) - along * (other[k] ?? 0);
      }
      let norm = 0;
      for (let k = 0; k < long; k++) norm += (vector[k] ?? 0) * (vector[k] ?? 0);
      norm = Math.sqrt(norm) || 1;
      for (let k = 0; k < long; k++) vector[k] = (vector[k] ?? 0) / norm;
    });
    const out = new Float32Array(rows * columns);
    for (let i = 0; i < short; i++) {
      for (let k = 0; k < long; k++) out[rows >= columns ? k * columns + i : i * columns + k] = gain * (vectors[i]?.[k] ?? 0);
    }
    return out;
  };
}
