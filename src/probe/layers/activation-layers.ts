/** Activations that are layers of their own, and bare operations of tf.nn and keras.ops. */
import * as tf from '@tensorflow/tfjs-core';
import { activate, activationOf, elu, rectify, softmax } from '../activations';
import { numberOf, numbersOf, optionalNumber } from '../config';
import { only, weight, type LayerBuilder, type LayerTable } from './layer';

/** A layer that is one activation function. */
const fixed =
  (name: string, by: 'keras' | 'operation' = 'keras'): LayerBuilder =>
  (_, inputs) => {
    const spec = activationOf(name);
    return {
      outputShape: only(inputs),
      weights: [],
      call: (flows, __, context) => activate(spec, only(flows).tensor, context, by),
    };
  };

const softmaxLayer: LayerBuilder = (config, inputs) => {
  const axis = numberOf(config, 'axis', -1);
  return {
    outputShape: only(inputs),
    weights: [],
    call: (flows, _, context) => {
      const x = only(flows).tensor;
      const tensor = softmax(x, axis);
      return context.remembers ? { tensor, logits: { tensor: x, activation: 'softmax', by: 'keras' } } : { tensor };
    },
  };
};

const relu: LayerBuilder = (config, inputs) => {
  const [slope, threshold] = [numberOf(config, 'negative_slope', 0), numberOf(config, 'threshold', 0)];
  const max = optionalNumber(config, 'max_value');
  return {
    outputShape: only(inputs),
    weights: [],
    call: (flows, _, context) => {
      const { tensor: x, mask } = only(flows);
      const tensor = rectify(x, slope, max, threshold);
      if (slope === 0) context.observe?.('relu', x, tensor);
      return { tensor, mask };
    },
  };
};

/** Keras 3 says negative_slope (0.3), Keras 2 alpha (0.3). */
const leakyRelu: LayerBuilder = (config, inputs) => {
  const slope = numberOf(config, 'negative_slope', numberOf(config, 'alpha', 0.3));
  return {
    outputShape: only(inputs),
    weights: [],
    call: (flows) => ({ tensor: rectify(only(flows).tensor, slope, undefined, 0), mask: only(flows).mask }),
  };
};

const prelu: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  const shared = numbersOf(config, 'shared_axes') ?? [];
  const shape = input.map((size, axis) => (shared.includes(axis + 1) ? 1 : size));
  return {
    outputShape: input,
    weights: [weight(config, 'alpha', shape, 'zeros')],
    call: (flows, [alpha]) => {
      const x = only(flows).tensor;
      if (alpha === undefined) throw new Error('PReLU without alpha');
      return { tensor: tf.add(tf.relu(x), tf.mul(tf.neg(alpha), tf.relu(tf.neg(x)))) };
    },
  };
};

export const activationLayers: LayerTable = {
  ReLU: relu,
  LeakyReLU: leakyRelu,
  ELU: (config, inputs) => {
    const alpha = numberOf(config, 'alpha', 1);
    return { outputShape: only(inputs), weights: [], call: (flows) => ({ tensor: elu(only(flows).tensor, alpha) }) };
  },
  PReLU: prelu,
  Softmax: softmaxLayer,
  ThresholdedReLU: (config, inputs) => {
    const theta = numberOf(config, 'theta', 1);
    return {
      outputShape: only(inputs),
      weights: [],
      call: (flows) => ({ tensor: rectify(only(flows).tensor, 0, undefined, theta) }),
    };
  },
  ...Object.fromEntries(
    [
      'relu',
      'relu6',
      'sigmoid',
      'softmax',
      'tanh',
      'elu',
      'selu',
      'softplus',
      'softsign',
      'silu',
      'swish',
      'gelu',
      'leaky_relu',
      'log_softmax',
    ].flatMap((name) => [
      [`tf.nn.${name}`, fixed(name, 'operation')] as const,
      [`keras.ops.${name}`, fixed(name)] as const,
      [`keras.activations.${name}`, fixed(name)] as const,
    ]),
  ),
  'tf.sigmoid': fixed('sigmoid', 'operation'),
  'tf.tanh': fixed('tanh', 'operation'),
};
