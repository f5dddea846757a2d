/** The losses of keras/src/losses/losses.py that are not cross-entropies; each averages over the last axis. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { numberOf } from '../config';
import { clip, EPSILON, type LossFunction } from './loss';

/** A loss of the difference output - truth. */
const ofDifference =
  (value: (difference: Tensor, delta: number) => Tensor): LossFunction =>
  (truth, { tensor }, config) =>
    tf.mean(value(tf.sub(tensor, truth), numberOf(config, 'delta', 1)), -1);

export const meanSquaredError = ofDifference((d) => tf.square(d));
export const meanAbsoluteError = ofDifference((d) => tf.abs(d));

export const huber = ofDifference((d, delta) => {
  const size = tf.abs(d);
  return tf.where(tf.lessEqual(size, delta), tf.mul(tf.square(d), 0.5), tf.sub(tf.mul(size, delta), 0.5 * delta * delta));
});

export const logCosh = ofDifference((d) => tf.sub(tf.add(d, tf.softplus(tf.mul(d, -2))), Math.LN2));

export const meanAbsolutePercentageError: LossFunction = (truth, { tensor }) =>
  tf.mul(tf.mean(tf.abs(tf.div(tf.sub(truth, tensor), tf.maximum(tf.abs(truth), EPSILON))), -1), 100);

export const meanSquaredLogarithmicError: LossFunction = (truth, { tensor }) => {
  const log = (x: Tensor): Tensor => tf.log(tf.add(tf.maximum(x, EPSILON), 1));
  return tf.mean(tf.square(tf.sub(log(tensor), log(truth))), -1);
};

export const cosineSimilarity: LossFunction = (truth, { tensor }) => {
  const unit = (x: Tensor): Tensor => tf.div(x, tf.maximum(tf.sqrt(tf.sum(tf.square(x), -1, true)), EPSILON));
  return tf.neg(tf.sum(tf.mul(unit(truth), unit(tensor)), -1));
};

export const klDivergence: LossFunction = (truth, { tensor }) => {
  const [p, q] = [clip(truth, EPSILON, 1), clip(tensor, EPSILON, 1)];
  return tf.sum(tf.mul(p, tf.log(tf.div(p, q))), -1);
};

export const poisson: LossFunction = (truth, { tensor }) =>
  tf.mean(tf.sub(tensor, tf.mul(truth, tf.log(tf.add(tensor, EPSILON)))), -1);

/** Labels 0 and 1 become -1 and 1, if there are no others. */
function signs(truth: Tensor): Tensor {
  const binary = tf.all(tf.logicalOr(tf.equal(truth, 0), tf.equal(truth, 1)));
  return tf.where(tf.logicalAnd(binary, tf.cast(tf.onesLike(truth), 'bool')), tf.sub(tf.mul(truth, 2), 1), truth);
}

const margin = (truth: Tensor, output: Tensor): Tensor => tf.relu(tf.sub(1, tf.mul(signs(truth), output)));

export const hinge: LossFunction = (truth, { tensor }) => tf.mean(margin(truth, tensor), -1);
export const squaredHinge: LossFunction = (truth, { tensor }) => tf.mean(tf.square(margin(truth, tensor)), -1);

export const categoricalHinge: LossFunction = (truth, { tensor }) => {
  const positive = tf.sum(tf.mul(truth, tensor), -1);
  const negative = tf.max(tf.mul(tf.sub(1, truth), tensor), -1);
  return tf.relu(tf.add(tf.sub(negative, positive), 1));
};

/** keras.losses.Dice: over the whole batch, so there is one value. */
export const dice: LossFunction = (truth, { tensor }) => {
  const both = tf.sum(tf.mul(truth, tensor));
  return tf.sub(1, tf.div(tf.mul(both, 2), tf.add(tf.add(tf.sum(truth), tf.sum(tensor)), EPSILON)));
};

/** As Keras has it: alpha weighs what was missed, beta what was wrongly found. */
export const tversky: LossFunction = (truth, { tensor }, config) => {
  const both = tf.sum(tf.mul(truth, tensor));
  const missed = tf.mul(tf.sum(tf.mul(tf.sub(1, tensor), truth)), numberOf(config, 'alpha', 0.5));
  const wrong = tf.mul(tf.sum(tf.mul(tensor, tf.sub(1, truth))), numberOf(config, 'beta', 0.5));
  return tf.sub(1, tf.div(both, tf.add(tf.add(tf.add(both, missed), wrong), EPSILON)));
};
