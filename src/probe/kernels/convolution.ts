/**
 * Gradients of a 2D convolution as matrix products over patches (im2col): the backend has no kernel for the filter's (4.22), and a plain loop
 * for the input's.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, input, run, wasmBackend, type WasmBackend } from './heap';

type Shape4D = [number, number, number, number];

interface Attributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function shapes(input: readonly number[], filter: readonly number[], attributes: Attributes): tf.backend_util.Conv2DInfo {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  const format = tf.backend_util.convertConv2DDataFormat(dataFormat);
  return tf.backend_util.computeConv2DInfo(input as Shape4D, filter as Shape4D, strides, 1, pad, dimRoundingMode, false, format);
}

const patchOf = (info: tf.backend_util.Conv2DInfo): number => info.filterHeight * info.filterWidth * info.inChannels;
const placesOf = (info: tf.backend_util.Conv2DInfo): number => info.batchSize * info.outHeight * info.outWidth;

const product = (a: TensorInfo, b: TensorInfo, backend: WasmBackend, transpose: 'a' | 'b'): TensorInfo =>
  run('BatchMatMul', { a, b }, backend, { transposeA: transpose === 'a', transposeB: transpose === 'b' });

const matrix = ({ dataId }: TensorInfo, rows: number, columns: number): TensorInfo => ({
  dataId,
  shape: [rows, columns],
  dtype: 'float32',
});

/** By the filter: the patches of x as rows, transposed, times dy. */
export const convolutionFilterGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const on = wasmBackend(backend);
  const x = input(inputs, 'x');
  const dy = input(inputs, 'dy');
  const { filterShape, ...rest } = attrs as unknown as Attributes & { readonly filterShape: Shape4D };
  const info = shapes(x.shape, filterShape, rest);
  const columns = on.makeOutput([placesOf(info), patchOf(info)], 'float32');
  const [to, from] = [floats(on, columns), floats(on, x)];
  eachRun(info, (inside, at, length) => {
    if (inside === undefined) to.fill(0, at, at + length);
    else copy(to, at, from, inside, length);
  });
  const result = product(columns, matrix(dy, placesOf(info), info.outChannels), on, 'a');
  on.disposeData(columns.dataId);
  return { dataId: result.dataId, shape: filterShape, dtype: 'float32' };
};

/** By the input: dy times the transposed filter gives the gradient of every patch; overlapping ones are summed. */
export const convolutionInputGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const on = wasmBackend(backend);
  const dy = input(inputs, 'dy');
  const filter = input(inputs, 'filter');
  const { inputShape, ...rest } = attrs as unknown as Attributes & { readonly inputShape: Shape4D };
  const info = shapes(inputShape, filter.shape, rest);
  const columns = product(matrix(dy, placesOf(info), info.outChannels), matrix(filter, patchOf(info), info.outChannels), on, 'b');
  const output = on.makeOutput(inputShape, 'float32');
  const [to, from] = [floats(on, output).fill(0), floats(on, columns)];
  eachRun(info, (inside, at, length) => {
    if (inside !== undefined) add(to, inside, from, at, length);
  });
  on.disposeData(columns.dataId);
  return output;
};

/**
 * Walks the patch matrix [places, patch] in order. Each run lies without a gap both there, from `at`, and in the image, from `inside`, or
 * wholly in the padding, where `inside` is undefined.
 */
function eachRun(
  info: tf.backend_util.Conv2DInfo,
  visit: (inside: number | undefined, at: number, length: number) => void,
): void {
  const { inHeight, inWidth, inChannels, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const wide = filterWidth * inChannels;
  let at = 0;
  for (let n = 0; n < info.batchSize; n++) {
    for (let row = 0; row < info.outHeight; row++) {
      for (let column = 0; column < info.outWidth; column++) {
        const w = column * strideWidth - padInfo.left;
        const before = Math.min(filterWidth, Math.max(0, -w));
        const after = Math.min(filterWidth - before, Math.max(0, w + filterWidth - inWidth));
        for (let a = 0; a < filterHeight; a++) {
          const h = row * strideHeight + a - padInfo.top;
          if (h < 0 || h >= inHeight) {
            visit(undefined, at, wide);
          } else {
            const length = (filterWidth - before - after) * inChannels;
            if (before > 0) visit(undefined, at, before * inChannels);
            if (length > 0) visit(((n * inHeight + h) * inWidth + w + before) * inChannels, at + before * inChannels, length);
            if (after > 0) visit(undefined, at + before * inChannels + length, after * inChannels);
          }
          at += wide;
        }
      }
    }
  }
}

/** Runs shorter than this are copied number by number, which is faster than making a view of them. */
const SHORT = 64;

function copy(to: Float32Array, at: number, from: Float32Array, start: number, length: number): void {
  if (length >= SHORT) to.set(from.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i] ?? 0;
}

function add(to: Float32Array, at: number, from: Float32Array, start: number, length: number): void {
  for (let i = 0; i < length; i++) to[at + i] = (to[at + i] ?? 0) + (from[start + i] ?? 0);
}
