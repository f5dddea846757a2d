/**
 * The kernels of the compiled training plan: AssemblyScript (https://www.assemblyscript.org) without a runtime, built by tools/generate into
 * src/probe/compiled/kernels.ts. Memory is imported, pointers are byte offsets, arrays are float32 and row-major.
 *
 * Sums over rows are in float64 where their rounding was seen to move a loss (bias gradients, normalisation); products are float32, as
 * TensorFlow's are. Nothing here depends on the machine: no relaxed SIMD, no fused multiply-add.
 */
export * from './activation';
export * from './attention';
export * from './convolution';
export * from './elementwise';
export * from './gemm';
export * from './normalization';
export * from './pooling';
export * from './recurrent';
export * from './update';

/** Where the constants of the module end and arrays may begin. */
export function base(): usize {
  return __heap_base;
}
