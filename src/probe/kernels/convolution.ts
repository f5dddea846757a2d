import * as tf from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, input, wasmBackend } from './heap';

interface Attributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly filterShape: [number, number, number, number];
}

/** Gradient of a convolution by its filter: the patches of x as rows of a matrix (im2col), transposed, times dy, on the backend's own product. */
export const convolutionFilterGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const on = wasmBackend(backend);
  const x = input(inputs, 'x');
  const dy = input(inputs, 'dy');
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as Attributes;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
  const patch = info.filterHeight * info.filterWidth * info.inChannels;
  const rows = info.batchSize * info.outHeight * info.outWidth;
  const columns = on.makeOutput([1, rows, patch], 'float32');
  fillPatches(floats(on, columns), floats(on, x), info);
  const multiply = tf.getKernel('BatchMatMul', 'wasm');
  const product = multiply.kernelFunc({
    inputs: { a: columns, b: { dataId: dy.dataId, shape: [1, rows, info.outChannels], dtype: 'float32' } },
    backend,
    attrs: { transposeA: true, transposeB: false },
  }) as TensorInfo;
  on.disposeData(columns.dataId);
  return { dataId: product.dataId, shape: filterShape, dtype: 'float32' };
};

function fillPatches(columns: Float32Array, x: Float32Array, info: tf.backend_util.Conv2DInfo): void {
  const { inHeight, inWidth, inChannels, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const wide = filterWidth * inChannels;
  let next = 0;
  for (let n = 0; n < info.batchSize; n++) {
    for (let row = 0; row < info.outHeight; row++) {
      for (let column = 0; column < info.outWidth; column++) {
        for (let a = 0; a < filterHeight; a++) {
          const h = row * strideHeight + a - padInfo.top;
          const w = column * strideWidth - padInfo.left;
          if (h < 0 || h >= inHeight) {
            columns.fill(0, next, next + wide);
          } else if (w >= 0 && w + filterWidth <= inWidth) {
            const from = ((n * inHeight + h) * inWidth + w) * inChannels;
            columns.set(x.subarray(from, from + wide), next);
          } else {
            for (let b = 0; b < filterWidth; b++) {
              const at = next + b * inChannels;
              if (w + b < 0 || w + b >= inWidth) columns.fill(0, at, at + inChannels);
              else {
                const from = ((n * inHeight + h) * inWidth + w + b) * inChannels;
                columns.set(x.subarray(from, from + inChannels), at);
              }
            }
          }
          next += wide;
        }
      }
    }
  }
}
