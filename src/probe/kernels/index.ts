/**
 * Kernels the wasm backend of tfjs lacks, or has wrong, and training needs, or slow for training. Those in this folder are fast; every other one that the cpu backend has is
 * borrowed from there: slower, and right.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { KernelFunc } from '@tensorflow/tfjs-core';
import { convolutionFilterGradient, convolutionInputGradient } from './convolution';
import { borrowed } from './borrowed';
import { depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
import { maxPoolGradient } from './max-pool';
import { matrixProduct } from './product';
import { segmentSum } from './segments';
import { sharedIdentity } from './shared-data';
import { sliced, unpacked } from './slices';
import { leadingSum } from './sums';

let supplied = false;

/** Registers them, once; the wasm backend must have been started. */
export function supplyKernels(): void {
  if (supplied) return;
  supplied = true;
  supply('Conv2DBackpropFilter', convolutionFilterGradient);
  supply('UnsortedSegmentSum', segmentSum);
  supply('DepthwiseConv2dNativeBackpropFilter', depthwiseFilterGradient);
  supply('DepthwiseConv2dNativeBackpropInput', depthwiseInputGradient);
  replace('MaxPoolGrad', () => maxPoolGradient);
  replace('BatchMatMul', matrixProduct);
  replace('Identity', () => sharedIdentity);
  replace('Slice', sliced);
  replace('Unpack', () => unpacked);
  replace('Sum', leadingSum);
  replace('Conv2DBackpropInput', () => convolutionInputGradient);
  const present = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (!present.has(kernelName)) supply(kernelName, borrowed(kernelFunc));
  }
}

const supply = (kernelName: string, kernelFunc: KernelFunc): void =>
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });

/** Puts a kernel in the place of the backend's own, which it may call. */
function replace(kernelName: string, make: (own: KernelFunc) => KernelFunc): void {
  const { kernelFunc } = tf.getKernel(kernelName, 'wasm');
  tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: make(kernelFunc) });
}
