import * as tf from '@tensorflow/tfjs-core';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import { floats, input, wasmBackend } from './heap';

interface Attributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * Gradient of max pooling: dy goes to the first largest of each window. The backend's own kernel (4.22) loses the gradient of every window
 * without a positive value, because it starts its search at the smallest positive number.
 */
export const maxPoolGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const on = wasmBackend(backend);
  const dy = input(inputs, 'dy');
  const x = input(inputs, 'input');
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
  const info = tf.backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const output = on.makeOutput(x.shape, 'float32');
  const [gradient, values, from] = [floats(on, output).fill(0), floats(on, x), floats(on, dy)];
  const { inHeight, inWidth, inChannels, padInfo } = info;
  const corners = new Int32Array(info.filterHeight * info.filterWidth);
  let next = 0;
  for (let n = 0; n < info.batchSize; n++) {
    for (let row = 0; row < info.outHeight; row++) {
      const top = row * info.strideHeight - padInfo.top;
      const bottom = Math.min(inHeight, top + info.filterHeight);
      for (let column = 0; column < info.outWidth; column++) {
        const left = column * info.strideWidth - padInfo.left;
        const right = Math.min(inWidth, left + info.filterWidth);
        // Where the pixels of the window begin; the channels of a pixel lie side by side.
        let count = 0;
        for (let h = Math.max(0, top); h < bottom; h++)
          for (let w = Math.max(0, left); w < right; w++) corners[count++] = ((n * inHeight + h) * inWidth + w) * inChannels;
        for (let channel = 0; channel < inChannels; channel++) {
          let place = (corners[0] ?? 0) + channel;
          let largest = values[place] ?? NaN;
          for (let k = 1; k < count; k++) {
            const at = (corners[k] ?? 0) + channel;
            const value = values[at] ?? NaN;
            if (value > largest) {
              largest = value;
              place = at;
            }
          }
          gradient[place] = (gradient[place] ?? 0) + (from[next] ?? 0);
          next += 1;
        }
      }
    }
  }
  return output;
};
