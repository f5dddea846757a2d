/** Gradients of a depthwise convolution, which the backend has no kernels for (4.22). */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelFunc, NamedAttrMap } from '@tensorflow/tfjs-core';
import { at } from '../element';
import { floats, input, wasmBackend } from './heap';

type Shape4D = [number, number, number, number];

interface Attributes {
  readonly strides: [number, number] | number;
  readonly dilations: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const shapes = (
  image: readonly number[],
  filter: readonly number[],
  attrs: NamedAttrMap | undefined,
): tf.backend_util.Conv2DInfo => {
  const { strides, dilations, pad, dimRoundingMode } = attrs as unknown as Attributes;
  return tf.backend_util.computeConv2DInfo(image as Shape4D, filter as Shape4D, strides, dilations, pad, dimRoundingMode, true);
};

/** By the filter, [height, width, channels, multiplier]. */
export const depthwiseFilterGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const on = wasmBackend(backend);
  const x = input(inputs, 'x');
  const dy = input(inputs, 'dy');
  const { filterShape } = attrs as unknown as { readonly filterShape: Shape4D };
  const info = shapes(x.shape, filterShape, attrs);
  const output = on.makeOutput(filterShape, 'float32');
  const [image, given, multiplier] = [floats(on, x), floats(on, dy), filterShape[3]];
  const sums = new Float64Array(filterShape.reduce((a, b) => a * b, 1));
  eachTap(info, (pixel, place, tap) => {
    for (let c = 0; c < info.inChannels; c++)
      for (let m = 0; m < multiplier; m++) {
        const k = c * multiplier + m;
        sums[tap + k] = at(sums, tap + k) + at(image, pixel + c) * at(given, place + k);
      }
  });
  floats(on, output).set(sums);
  return output;
};

/** By the input. */
export const depthwiseInputGradient: KernelFunc = ({ inputs, backend, attrs }) => {
  const on = wasmBackend(backend);
  const dy = input(inputs, 'dy');
  const filter = input(inputs, 'filter');
  const { inputShape } = attrs as unknown as { readonly inputShape: Shape4D };
  const info = shapes(inputShape, filter.shape, attrs);
  const output = on.makeOutput(inputShape, 'float32');
  const [gradient, given, taps] = [floats(on, output).fill(0), floats(on, dy), floats(on, filter)];
  const multiplier = filter.shape[3] ?? 1;
  eachTap(info, (pixel, place, tap) => {
    for (let c = 0; c < info.inChannels; c++)
      for (let m = 0; m < multiplier; m++) {
        const k = c * multiplier + m;
        gradient[pixel + c] = at(gradient, pixel + c) + at(taps, tap + k) * at(given, place + k);
      }
  });
  return output;
};

/** Every pairing of a place of the output with a pixel under the filter, as the offsets of their first channels. */
function eachTap(info: tf.backend_util.Conv2DInfo, visit: (pixel: number, place: number, tap: number) => void): void {
  const { inHeight, inWidth, inChannels, outChannels, filterHeight, filterWidth, padInfo } = info;
  let place = 0;
  for (let n = 0; n < info.batchSize; n++) {
    for (let row = 0; row < info.outHeight; row++) {
      for (let column = 0; column < info.outWidth; column++) {
        for (let a = 0; a < filterHeight; a++) {
          const h = row * info.strideHeight + a * info.dilationHeight - padInfo.top;
          if (h < 0 || h >= inHeight) continue;
          for (let b = 0; b < filterWidth; b++) {
            const w = column * info.strideWidth + b * info.dilationWidth - padInfo.left;
            if (w < 0 || w >= inWidth) continue;
            visit(((n * inHeight + h) * inWidth + w) * inChannels, place, (a * filterWidth + b) * outChannels);
          }
        }
        place += outChannels;
      }
    }
  }
}
