import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { input, run, wasmBackend, type WasmBackend } from './heap';

/** Multiply-adds below which turning an operand around costs more than it saves. */
const FEW = 4096;

/**
 * Matrix product. The backend (4.22) hands only products as they stand to its fast library and does those with a transposed operand, which is
 * what every gradient of a Dense layer is, in a plain loop, about ten times slower. Here the operand is turned around first. The products of
 * a batch of matrices stay with the plain loop.
 */
export function matrixProduct(own: KernelFunc): KernelFunc {
  return (call) => {
    const { inputs, backend, attrs } = call;
    const { transposeA, transposeB } = attrs as unknown as { readonly transposeA: boolean; readonly transposeB: boolean };
    const a = input(inputs, 'a');
    const b = input(inputs, 'b');
    if (!(transposeA || transposeB) || !isMatrix(a) || !isMatrix(b) || work(a, b, transposeB) < FEW) return own(call);
    const on = wasmBackend(backend);
    const left = transposeA ? turned(a, on) : a;
    const right = transposeB ? turned(b, on) : b;
    const result = own({ inputs: { a: left, b: right }, backend, attrs: { transposeA: false, transposeB: false } });
    if (left !== a) on.disposeData(left.dataId);
    if (right !== b) on.disposeData(right.dataId);
    return result;
  };
}

const isMatrix = ({ shape }: TensorInfo): boolean => shape.slice(0, -2).every((size) => size === 1);

function work(a: TensorInfo, b: TensorInfo, transposeB: boolean): number {
  const size = a.shape.reduce((product, n) => product * n, 1);
  return size * (b.shape.at(transposeB ? -2 : -1) ?? 1);
}

function turned(matrix: TensorInfo, backend: WasmBackend): TensorInfo {
  const rank = matrix.shape.length;
  const perm = matrix.shape.map((_, axis) => (axis < rank - 2 ? axis : axis === rank - 1 ? rank - 2 : rank - 1));
  return run('Transpose', { x: matrix }, backend, { perm });
}
