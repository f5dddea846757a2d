/**
 * Kernels the wasm backend of tfjs lacks, or has wrong, and training needs. Three have fast versions here; every other one that the cpu backend has is
 * borrowed from there: slower, and right.
 */
import * as tf from '@tensorflow/tfjs-core';
import { convolutionFilterGradient } from './convolution';
import { borrowed } from './borrowed';
import { maxPoolGradient } from './max-pool';
import { segmentSum } from './segments';

let supplied = false;

/** Registers them, once; the wasm backend must have been started. */
export function supplyKernels(): void {
  if (supplied) return;
  supplied = true;
  tf.registerKernel({ kernelName: 'Conv2DBackpropFilter', backendName: 'wasm', kernelFunc: convolutionFilterGradient });
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: segmentSum });
  tf.unregisterKernel('MaxPoolGrad', 'wasm');
  tf.registerKernel({ kernelName: 'MaxPoolGrad', backendName: 'wasm', kernelFunc: maxPoolGradient });
  const present = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (!present.has(kernelName)) tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: borrowed(kernelFunc) });
  }
}
