/**
 * Cross-entropies of Keras (keras/src/backend/tensorflow/nn.py), which take the remembered logits of a softmax or sigmoid wherever they can
 * get them, and the raw operations of tf.nn, which never do.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../experiment/json';
import { booleanOf, numberOf } from '../config';
import { KerasRaises } from '../failure';
import { softmax } from '../activations';
import type { Flow } from '../layers/layer';
import { clip, EPSILON, type LossFunction } from './loss';

/** What a cross-entropy really gets: remembered logits, or the output as it is. */
function logitsOf(
  flow: Flow,
  config: JsonObject,
  operation: 'softmax' | 'sigmoid',
): { readonly output: Tensor; readonly fromLogits: boolean } {
  const remembered = flow.logits;
  if (remembered !== undefined && (remembered.by === 'keras' || remembered.activation === operation)) {
    return { output: remembered.tensor, fromLogits: true };
  }
  return { output: flow.tensor, fromLogits: booleanOf(config, 'from_logits', false) };
}

/**
 * -sum(labels * log softmax(logits)) over the last axis. The gradient is softmax - labels, as TensorFlow's kernel has it even for labels that
 * do not sum to 1.
 */
export function softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor {
  const compute = tf.customGrad((x, y, save) => {
    const [inputs, targets] = [x as Tensor, y as Tensor];
    const logProbabilities = tf.logSoftmax(inputs);
    (save as tf.GradSaveFunc)([logProbabilities, targets]);
    return {
      value: tf.neg(tf.sum(tf.mul(targets, logProbabilities), -1)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [logs, wanted] = saved;
        if (logs === undefined || wanted === undefined) throw new Error('nothing saved');
        const gradient = tf.mul(tf.expandDims(dy, -1), tf.sub(tf.exp(logs), wanted));
        return [gradient, tf.zerosLike(wanted)];
      },
    };
  });
  return compute(logits, labels);
}

/** max(x, 0) - x z + log(1 + exp(-|x|)), whose gradient is sigmoid(x) - z everywhere, 0 included. */
export function sigmoidCrossEntropy(labels: Tensor, logits: Tensor): Tensor {
  const compute = tf.customGrad((x, y, save) => {
    const [inputs, targets] = [x as Tensor, y as Tensor];
    (save as tf.GradSaveFunc)([inputs, targets]);
    const value = tf.add(tf.sub(tf.relu(inputs), tf.mul(inputs, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(inputs)))));
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [before, wanted] = saved;
        if (before === undefined || wanted === undefined) throw new Error('nothing saved');
        return [tf.mul(dy, tf.sub(tf.sigmoid(before), wanted)), tf.zerosLike(wanted)];
      },
    };
  });
  return compute(logits, labels);
}

function sameShape(name: string, truth: Tensor, output: Tensor): void {
  if (truth.shape.join() !== output.shape.join()) {
    throw new KerasRaises(
      `${name}: Arguments \`target\` and \`output\` must have the same shape. Received: target.shape=(${['None', ...truth.shape.slice(1)].join(', ')}), output.shape=(${['None', ...output.shape.slice(1)].join(', ')})`,
    );
  }
}

/** Of probabilities, kept away from 0 and 1. Keras 2 adds its epsilon a second time. */
function probabilityEntropy(labels: Tensor, output: Tensor, keras: 2 | 3): Tensor {
  const p = clip(output, EPSILON, 1 - EPSILON);
  const log = (x: Tensor): Tensor => tf.log(keras === 2 ? tf.add(x, EPSILON) : x);
  return tf.neg(tf.add(tf.mul(labels, log(p)), tf.mul(tf.sub(1, labels), log(tf.sub(1, p)))));
}

export const binaryCrossentropy: LossFunction = (truth, flow, config, keras) => {
  sameShape('binary_crossentropy', truth, flow.tensor);
  const smoothing = numberOf(config, 'label_smoothing', 0);
  const labels = smoothing === 0 ? truth : tf.add(tf.mul(truth, 1 - smoothing), 0.5 * smoothing);
  const { output, fromLogits } = logitsOf(flow, config, 'sigmoid');
  if (fromLogits) return tf.mean(sigmoidCrossEntropy(labels, output), -1);
  return tf.mean(probabilityEntropy(labels, output, keras), -1);
};

const smoothed = (truth: Tensor, config: JsonObject): Tensor => {
  const smoothing = numberOf(config, 'label_smoothing', 0);
  return smoothing === 0 ? truth : tf.add(tf.mul(truth, 1 - smoothing), smoothing / (truth.shape.at(-1) ?? 1));
};

/** Probabilities made to sum to 1 and kept away from 0 and 1. */
const normalized = (output: Tensor): Tensor => clip(tf.div(output, tf.sum(output, -1, true)), EPSILON, 1 - EPSILON);

export const categoricalCrossentropy: LossFunction = (truth, flow, config) => {
  sameShape('categorical_crossentropy', truth, flow.tensor);
  const labels = smoothed(truth, config);
  const { output, fromLogits } = logitsOf(flow, config, 'softmax');
  return fromLogits ? softmaxCrossEntropy(labels, output) : tf.neg(tf.sum(tf.mul(labels, tf.log(normalized(output))), -1));
};

/** One-hot rows of class ids, NaN where an id is outside 0 .. classes-1. */
function hot(ids: Tensor, classes: number): Tensor {
  const whole = tf.cast(ids, 'int32');
  const rows = tf.cast(tf.oneHot(whole as tf.Tensor1D, classes), 'float32');
  const outside = tf.expandDims(tf.logicalOr(tf.less(whole, 0), tf.greaterEqual(whole, classes)), -1);
  return tf.where(outside, tf.fill(rows.shape, NaN), rows);
}

export const sparseCategoricalCrossentropy: LossFunction = (truth, flow, config) => {
  const { output, fromLogits } = logitsOf(flow, config, 'softmax');
  const rank = output.rank;
  const ids = truth.rank === rank && truth.shape.at(-1) === 1 ? tf.squeeze(truth, [rank - 1]) : truth;
  if (ids.shape.join() !== output.shape.slice(0, -1).join()) {
    throw new KerasRaises(
      `sparse_categorical_crossentropy: Argument \`output\` must have rank (ndim) \`target.ndim - 1\`. Received: target.shape=(${['None', ...truth.shape.slice(1)].join(', ')}), output.shape=(${['None', ...output.shape.slice(1)].join(', ')})`,
    );
  }
  const labels = hot(ids, output.shape.at(-1) ?? 1);
  return softmaxCrossEntropy(labels, fromLogits ? output : tf.log(clip(output, EPSILON, 1 - EPSILON)));
};

export const binaryFocalCrossentropy: LossFunction = (truth, flow, config, keras) => {
  sameShape('binary_focal_crossentropy', truth, flow.tensor);
  const gamma = numberOf(config, 'gamma', 2);
  const alpha = numberOf(config, 'alpha', 0.25);
  const smoothing = numberOf(config, 'label_smoothing', 0);
  const labels = smoothing === 0 ? truth : tf.add(tf.mul(truth, 1 - smoothing), 0.5 * smoothing);
  // Only here the output itself decides: ops.sigmoid where from_logits, then binary_crossentropy of what it gives.
  const fromLogits = booleanOf(config, 'from_logits', false);
  const p = fromLogits ? tf.sigmoid(flow.tensor) : flow.tensor;
  const remembered = fromLogits ? flow.tensor : flow.logits?.tensor;
  const entropy = remembered === undefined ? probabilityEntropy(labels, p, keras) : sigmoidCrossEntropy(labels, remembered);
  const right = tf.add(tf.mul(labels, p), tf.mul(tf.sub(1, labels), tf.sub(1, p)));
  const focal = tf.mul(tf.pow(tf.sub(1, right), gamma), entropy);
  const weighted = booleanOf(config, 'apply_class_balancing', false)
    ? tf.mul(tf.add(tf.mul(labels, alpha), tf.mul(tf.sub(1, labels), 1 - alpha)), focal)
    : focal;
  return tf.mean(weighted, -1);
};

export const categoricalFocalCrossentropy: LossFunction = (truth, flow, config) => {
  const labels = smoothed(truth, config);
  const output = booleanOf(config, 'from_logits', false) ? softmax(flow.tensor) : flow.tensor;
  const p = normalized(output);
  const entropy = tf.neg(tf.mul(labels, tf.log(p)));
  const weight = tf.mul(tf.pow(tf.sub(1, p), numberOf(config, 'gamma', 2)), numberOf(config, 'alpha', 0.25));
  return tf.sum(tf.mul(weight, entropy), -1);
};

/** tf.nn.softmax_cross_entropy_with_logits: takes its argument for logits, whatever it is. */
export const rawSoftmax: LossFunction = (truth, { tensor }) => {
  const fits = truth.rank === tensor.rank && truth.shape.every((size, i) => size === tensor.shape[i] || size === 1);
  if (!fits)
    throw new KerasRaises(
      `logits and labels must be broadcastable: logits_size=[${tensor.shape.join()}] labels_size=[${truth.shape.join()}]`,
    );
  return softmaxCrossEntropy(truth, tensor);
};

export const rawSigmoid: LossFunction = (truth, { tensor }) => {
  if (truth.shape.join() !== tensor.shape.join())
    throw new KerasRaises(
      `\`logits\` and \`labels\` must have the same shape, received ((${tensor.shape.join(', ')}) vs (${truth.shape.join(', ')})).`,
    );
  return sigmoidCrossEntropy(truth, tensor);
};

export const rawSparse: LossFunction = (truth, flow) => {
  const rank = flow.tensor.rank;
  const ids = truth.rank === rank && truth.shape.at(-1) === 1 ? tf.squeeze(truth, [rank - 1]) : truth;
  if (ids.rank !== rank - 1)
    throw new KerasRaises(
      `Rank mismatch: Rank of labels (received ${ids.rank}) should equal rank of logits minus 1 (received ${rank}).`,
    );
  return softmaxCrossEntropy(hot(ids, flow.tensor.shape.at(-1) ?? 1), flow.tensor);
};
