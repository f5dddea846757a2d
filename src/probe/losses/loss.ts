import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../experiment/json';
import type { Flow } from '../layers/layer';

/** keras.backend.epsilon(), in float32. */
export const EPSILON = 1e-7;

/** Losses before reduction: one per sample (and position). Labels and output have equal rank where `alignRanks` could make it so. */
export type LossFunction = (truth: Tensor, flow: Flow, config: JsonObject, keras: 2 | 3) => Tensor;

/** clip_by_value that lets NaN through, as TensorFlow's does; the wasm kernel turns it into a bound. */
export const clip = (x: Tensor, low: number, high: number): Tensor => tf.where(tf.isNaN(x), x, tf.clipByValue(x, low, high));

/**
 * Keras's squeeze_or_expand_to_same_rank: labels (n,) against outputs (n, 1) become (n, 1), and so on. The output keeps its logits where it
 * is not touched.
 */
export function alignRanks(truth: Tensor, flow: Flow): readonly [Tensor, Flow] {
  const output = flow.tensor;
  if (truth.rank === output.rank + 1 && truth.shape.at(-1) === 1) {
    return output.rank === 1 ? [truth, { tensor: tf.expandDims(output, -1) }] : [tf.squeeze(truth, [truth.rank - 1]), flow];
  }
  if (output.rank === truth.rank + 1 && output.shape.at(-1) === 1) {
    return truth.rank === 1 ? [tf.expandDims(truth, -1), flow] : [truth, { tensor: tf.squeeze(output, [output.rank - 1]) }];
  }
  return [truth, flow];
}
