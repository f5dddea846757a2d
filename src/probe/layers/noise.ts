/** Layers that act in training only. Masks come from the experiment's generator, so both arms can be given the same. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { numberOf } from '../config';
import { KerasRaises } from '../failure';
import { only, type CallContext, type LayerBuilder, type LayerTable } from './layer';

/** 1 with probability `keep`. */
function mask(shape: readonly number[], keep: number, context: CallContext): Tensor {
  const random = context.random();
  return tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (random.uniform() < keep ? 1 : 0)),
    [...shape],
    'float32',
  );
}

function normals(shape: readonly number[], context: CallContext): Tensor {
  const random = context.random();
  return tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    [...shape],
    'float32',
  );
}

/** In prediction the very tensor is passed on. */
const inTraining =
  (act: (x: Tensor, config: Parameters<LayerBuilder>[0], context: CallContext) => Tensor): LayerBuilder =>
  (config, inputs) => {
    const rate = config.rate;
    if (typeof rate === 'number' && !(rate >= 0 && rate <= 1)) {
      throw new KerasRaises(
        `Invalid value received for argument \`rate\`. Expected a float value between 0 and 1. Received: rate=${rate}`,
      );
    }
    return {
      outputShape: only(inputs),
      weights: [],
      call: (flows, _, context) => {
        const flow = only(flows);
        return context.training ? { tensor: act(flow.tensor, config, context), mask: flow.mask } : flow;
      },
    };
  };

const dropped = (x: Tensor, rate: number, shape: readonly number[], context: CallContext): Tensor => {
  if (rate <= 0) return x;
  if (rate >= 1) return tf.zerosLike(x);
  return tf.mul(x, tf.mul(mask(shape, 1 - rate, context), 1 / (1 - rate)));
};

/** Whole feature maps: one mask value for all positions. */
const spatial = inTraining((x, config, context) => {
  const shape = x.shape.map((size, axis) => (axis === 0 || axis === x.rank - 1 ? size : 1));
  return dropped(x, numberOf(config, 'rate', 0.5), shape, context);
});

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

export const noise: LayerTable = {
  Dropout: inTraining((x, config, context) => dropped(x, numberOf(config, 'rate', 0.5), x.shape, context)),
  SpatialDropout1D: spatial,
  SpatialDropout2D: spatial,
  GaussianNoise: inTraining((x, config, context) => tf.add(x, tf.mul(normals(x.shape, context), numberOf(config, 'stddev')))),
  GaussianDropout: inTraining((x, config, context) => {
    const rate = numberOf(config, 'rate', 0.5);
    return rate === 0 ? x : tf.mul(x, tf.add(tf.mul(normals(x.shape, context), Math.sqrt(rate / (1 - rate))), 1));
  }),
  AlphaDropout: inTraining((x, config, context) => {
    const rate = numberOf(config, 'rate', 0.5);
    if (rate === 0) return x;
    const low = -SELU_ALPHA * SELU_SCALE;
    const kept = mask(x.shape, 1 - rate, context);
    const a = 1 / Math.sqrt((1 - rate) * (1 + rate * low * low));
    const b = -a * low * rate;
    return tf.add(tf.mul(tf.add(tf.mul(x, kept), tf.mul(tf.sub(1, kept), low)), a), b);
  }),
};
