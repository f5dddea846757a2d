import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { booleanOf, numberOf, numbersOf } from '../config';
import { NotSupported } from '../failure';
import { only, weight, type LayerBuilder, type LayerTable, type WeightSpec } from './layer';

/** The last axis only: what models for channels-last data use. */
function lastAxisOnly(axis: readonly number[] | undefined, rank: number, layer: string): void {
  if (axis !== undefined && (axis.length !== 1 || (axis[0] !== -1 && axis[0] !== rank)))
    throw new NotSupported('value', `${layer} axis=${axis.join()}`);
}

const state = (name: string, size: number, initializer: string, config: Parameters<LayerBuilder>[0]): WeightSpec => ({
  ...weight(config, name, [size], initializer),
  trainable: false,
});

/**
 * Normalizes with the batch in training and with moving averages in prediction. A frozen layer always predicts. Keras 2's fused kernel for
 * images feeds the unbiased variance into the moving average; Keras 3 the biased one.
 */
const batchNormalization: LayerBuilder = (config, inputs, { keras }) => {
  const input = only(inputs);
  lastAxisOnly(numbersOf(config, 'axis'), input.length, 'BatchNormalization');
  const channels = input.at(-1) ?? 1;
  const momentum = numberOf(config, 'momentum', 0.99);
  const epsilon = numberOf(config, 'epsilon', 1e-3);
  const [scale, center] = [booleanOf(config, 'scale', true), booleanOf(config, 'center', true)];
  const frozen = !booleanOf(config, 'trainable', true);
  const weights = [
    ...(scale ? [weight(config, 'gamma', [channels], 'ones')] : []),
    ...(center ? [weight(config, 'beta', [channels], 'zeros')] : []),
    state('moving_mean', channels, 'zeros', config),
    state('moving_variance', channels, 'ones', config),
  ];
  const axes = input.map((_, i) => i);
  const gammaAt = 0;
  const betaAt = scale ? 1 : 0;
  const meanAt = betaAt + (center ? 1 : 0);
  return {
    outputShape: input,
    weights,
    call: (flows, tensors, context) => {
      const { tensor: x, mask } = only(flows);
      const [movingMean, movingVariance] = [tensors[meanAt], tensors[meanAt + 1]];
      if (movingMean === undefined || movingVariance === undefined) throw new Error('BatchNormalization without its averages');
      let [mean, variance] = [movingMean, movingVariance];
      if (context.training && !frozen) {
        const now = tf.moments(x, axes);
        mean = now.mean;
        variance = now.variance;
        const rows = x.size / channels;
        const kept = keras === 2 && x.rank === 4 && rows > 1 ? tf.mul(variance, rows / (rows - 1)) : variance;
        context.update(meanAt, tf.add(tf.mul(movingMean, momentum), tf.mul(mean, 1 - momentum)));
        context.update(meanAt + 1, tf.add(tf.mul(movingVariance, momentum), tf.mul(kept, 1 - momentum)));
      }
      let factor: Tensor = tf.rsqrt(tf.add(variance, epsilon));
      const gamma = scale ? tensors[gammaAt] : undefined;
      if (gamma !== undefined) factor = tf.mul(factor, gamma);
      const beta = center ? tensors[betaAt] : undefined;
      const shift = tf.mul(tf.neg(mean), factor);
      return { tensor: tf.add(tf.mul(x, factor), beta === undefined ? shift : tf.add(shift, beta)), mask };
    },
  };
};

const layerNormalization: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  lastAxisOnly(numbersOf(config, 'axis'), input.length, 'LayerNormalization');
  const channels = input.at(-1) ?? 1;
  const epsilon = numberOf(config, 'epsilon', 1e-3);
  const [scale, center] = [booleanOf(config, 'scale', true), booleanOf(config, 'center', true)];
  const weights = [
    ...(scale ? [weight(config, 'gamma', [channels], 'ones')] : []),
    ...(center ? [weight(config, 'beta', [channels], 'zeros')] : []),
  ];
  return {
    outputShape: input,
    weights,
    call: (flows, tensors) => {
      const { tensor: x, mask } = only(flows);
      const { mean, variance } = tf.moments(x, -1, true);
      const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
      return { tensor: affine(normal, scale ? tensors[0] : undefined, center ? tensors[scale ? 1 : 0] : undefined), mask };
    },
  };
};

const affine = (x: Tensor, gamma: Tensor | undefined, beta: Tensor | undefined): Tensor => {
  const scaled = gamma === undefined ? x : tf.mul(x, gamma);
  return beta === undefined ? scaled : tf.add(scaled, beta);
};

/** Over positions and the channels of a group. */
const groupNormalization: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  lastAxisOnly(numbersOf(config, 'axis'), input.length, 'GroupNormalization');
  const channels = input.at(-1) ?? 1;
  const asked = numberOf(config, 'groups', 32);
  const groups = asked === -1 ? channels : asked;
  if (channels % groups !== 0) throw new NotSupported('value', `groups=${groups} of ${channels} channels`);
  const epsilon = numberOf(config, 'epsilon', 1e-3);
  const [scale, center] = [booleanOf(config, 'scale', true), booleanOf(config, 'center', true)];
  const weights = [
    ...(scale ? [weight(config, 'gamma', [channels], 'ones')] : []),
    ...(center ? [weight(config, 'beta', [channels], 'zeros')] : []),
  ];
  return {
    outputShape: input,
    weights,
    call: (flows, tensors) => {
      const x = only(flows).tensor;
      const positions = input.slice(0, -1).reduce((a, b) => a * b, 1);
      const grouped = tf.reshape(x, [x.shape[0], positions, groups, channels / groups]);
      const { mean, variance } = tf.moments(grouped, [1, 3], true);
      const normal = tf.reshape(tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, epsilon))), [x.shape[0], ...input]);
      return { tensor: affine(normal, scale ? tensors[0] : undefined, center ? tensors[scale ? 1 : 0] : undefined) };
    },
  };
};

const unitNormalization: LayerBuilder = (config, inputs) => {
  lastAxisOnly(numbersOf(config, 'axis'), only(inputs).length, 'UnitNormalization');
  return {
    outputShape: only(inputs),
    weights: [],
    call: (flows) => {
      const x = only(flows).tensor;
      return { tensor: tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), -1, true), 1e-12))) };
    },
  };
};

const rescaling: LayerBuilder = (config, inputs) => {
  const [scale, offset] = [numberOf(config, 'scale'), numberOf(config, 'offset', 0)];
  return {
    outputShape: only(inputs),
    weights: [],
    call: (flows) => ({ tensor: tf.add(tf.mul(only(flows).tensor, scale), offset) }),
  };
};

/** With the mean and variance it was given; one that adapts to data is a preparation step of the arm. */
const normalization: LayerBuilder = (config, inputs) => {
  const [mean, variance] = [numbersOf(config, 'mean'), numbersOf(config, 'variance')];
  if (mean === undefined || variance === undefined) throw new NotSupported('layer', 'Normalization without mean and variance');
  return {
    outputShape: only(inputs),
    weights: [],
    call: (flows) => ({
      tensor: tf.div(tf.sub(only(flows).tensor, [...mean]), tf.maximum(tf.sqrt(tf.tensor1d([...variance])), 1e-7)),
    }),
  };
};

export const normalizations: LayerTable = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  UnitNormalization: unitNormalization,
  Rescaling: rescaling,
  Normalization: normalization,
};
