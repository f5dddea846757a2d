import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { activate, activationOf } from '../activations';
import { booleanOf, named, numberOf, numbersOf } from '../config';
import { KerasRaises, NotSupported } from '../failure';
import { penalty } from '../regularizers';
import { only, plain, weight, type LayerBuilder, type LayerTable, type Shape } from './layer';

export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** x [..., in] times kernel [in, out], over however many leading axes. */
export function multiply(x: Tensor, kernel: Tensor): Tensor {
  if (x.rank === 2) return tf.matMul(x, kernel);
  const into = kernel.shape[0];
  const out = kernel.shape[1] ?? 1;
  const flat = tf.matMul(tf.reshape(x, [-1, into]), kernel);
  return tf.reshape(flat, [...x.shape.slice(0, -1), out]);
}

const dense: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  const units = numberOf(config, 'units');
  const into = input.at(-1);
  if (into === undefined) throw new KerasRaises('Dense needs an input with at least one dimension besides the batch');
  const useBias = booleanOf(config, 'use_bias', true);
  const activation = activationOf(config.activation);
  const activity = named(config.activity_regularizer);
  const weights = [weight(config, 'kernel', [into, units], 'glorot_uniform')];
  if (useBias) weights.push(weight(config, 'bias', [units], 'zeros'));
  return {
    outputShape: [...input.slice(0, -1), units],
    weights,
    call: (flows, [kernel, bias], context) => {
      const { tensor, mask } = only(flows);
      if (kernel === undefined) throw new Error('Dense without a kernel');
      const product = multiply(tensor, kernel);
      const flow = activate(activation, bias === undefined ? product : tf.add(product, bias), context);
      if (activity !== undefined) context.addLoss(tf.div(penalty(activity, flow.tensor), tensor.shape[0]));
      return { ...flow, mask };
    },
  };
};

const activation: LayerBuilder = (config, inputs) => {
  const spec = activationOf(config.activation);
  return {
    outputShape: only(inputs),
    weights: [],
    call: (flows, _, context) => ({ ...activate(spec, only(flows).tensor, context), mask: only(flows).mask }),
  };
};

/** Passes the very tensor on, so that it keeps its logits and mask. */
const identity: LayerBuilder = (_, inputs) => ({ outputShape: only(inputs), weights: [], call: (flows) => only(flows) });

const flatten: LayerBuilder = (_, inputs) => {
  const size = sizeOf(only(inputs));
  return plain([size], (x) => tf.reshape(x, [-1, size]));
};

const reshape: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  const wanted = numbersOf(config, 'target_shape');
  if (wanted === undefined) throw new NotSupported('missing value', 'target_shape');
  const known = sizeOf(wanted.filter((size) => size !== -1));
  const shape = wanted.map((size) => (size === -1 ? sizeOf(input) / known : size));
  if (sizeOf(shape) !== sizeOf(input))
    throw new KerasRaises(`Reshape cannot make [${shape.join(', ')}] of [${input.join(', ')}]`);
  return plain(shape, (x) => tf.reshape(x, [-1, ...shape]));
};

const permute: LayerBuilder = (config, inputs) => {
  const input = only(inputs);
  const dims = numbersOf(config, 'dims') ?? [];
  return plain(
    dims.map((dim) => input[dim - 1] ?? 1),
    (x) => tf.transpose(x, [0, ...dims]),
  );
};

const repeatVector: LayerBuilder = (config, inputs) => {
  const n = numberOf(config, 'n');
  const input = only(inputs);
  return plain([n, ...input], (x) => tf.tile(tf.expandDims(x, 1), [1, n, 1]));
};

export const core: LayerTable = {
  Dense: dense,
  Activation: activation,
  Identity: identity,
  ActivityRegularization: (config, inputs) => ({
    outputShape: only(inputs),
    weights: [],
    call: (flows, _, context) => {
      const flow = only(flows);
      const spec = { class: 'L1L2', config: { l1: numberOf(config, 'l1', 0), l2: numberOf(config, 'l2', 0) } };
      context.addLoss(tf.div(penalty(spec, flow.tensor), flow.tensor.shape[0]));
      return flow;
    },
  }),
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  RepeatVector: repeatVector,
};
