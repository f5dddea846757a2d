import * as tf from '@tensorflow/tfjs-core';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import { floats, input, wasmBackend } from './heap';

/**
 * Sum over leading axes, which is what the gradient of every bias is: row by row, without the transposed copy that the backend's own (4.22)
 * makes first, and added up in float64. Other axes are left to it.
 */
export function leadingSum(own: KernelFunc): KernelFunc {
  return (call) => {
    const x = input(call.inputs, 'x');
    const { axis, keepDims } = call.attrs as unknown as { readonly axis: number | number[]; readonly keepDims: boolean };
    const axes = tf.util.parseAxisParam(axis, x.shape).toSorted((a, b) => a - b);
    const leads = axes.length < x.shape.length && axes.every((each, i) => each === i);
    if (x.dtype !== 'float32' || !leads || axes.length === 0) return own(call);
    const rest = x.shape.slice(axes.length);
    const on = wasmBackend(call.backend);
    const output = on.makeOutput(keepDims ? [...axes.map(() => 1), ...rest] : rest, 'float32');
    const values = floats(on, x);
    const width = rest.reduce((a, b) => a * b, 1);
    const sums = new Float64Array(width);
    for (let row = 0; row < values.length; row += width)
      for (let i = 0; i < width; i++) sums[i] = (sums[i] ?? 0) + (values[row + i] ?? 0);
    floats(on, output).set(sums);
    return output;
  };
}
