import type { KernelFunc } from '@tensorflow/tfjs-core';
import { floats, input, integers, wasmBackend } from './heap';

/** Sums rows of `x` by segment id; ids below 0 are left out. The gradient of gather, so of Embedding. */
export const segmentSum: KernelFunc = ({ inputs, backend, attrs }) => {
  const on = wasmBackend(backend);
  const x = input(inputs, 'x');
  const ids = input(inputs, 'segmentIds');
  const segments = (attrs as { numSegments: number } | undefined)?.numSegments ?? 0;
  const rowShape = x.shape.slice(1);
  const width = rowShape.reduce((a, b) => a * b, 1);
  const output = on.makeOutput([segments, ...rowShape], x.dtype);
  const sums = floats(on, output).fill(0);
  const values = floats(on, x);
  integers(on, ids).forEach((segment, row) => {
    if (segment < 0) return;
    for (let j = 0; j < width; j++) sums[segment * width + j] = (sums[segment * width + j] ?? 0) + (values[row * width + j] ?? 0);
  });
  return output;
};
