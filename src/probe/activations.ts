/** Keras's activation functions (keras/src/activations), each with the version's own constants. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Json } from '../experiment/json';
import { booleanOf, named, numberOf, optionalNumber, plainName } from './config';
import type { JsonObject } from '../experiment/json';
import { NotSupported } from './failure';
import type { CallContext, Flow } from './layers/layer';

type Activation = (x: Tensor, config: JsonObject, keras: 2 | 3) => Tensor;

const SQRT_HALF = Math.SQRT1_2;

const scaled = (x: Tensor, factor: number): Tensor => tf.mul(x, factor);
const sigmoid = (x: Tensor): Tensor => tf.sigmoid(x);
const tanh = (x: Tensor): Tensor => tf.tanh(x);
const relu6 = (x: Tensor): Tensor => tf.clipByValue(x, 0, 6);
const hardSigmoid: Activation = (x, _, keras) =>
  keras === 3 ? scaled(relu6(tf.add(x, 3)), 1 / 6) : tf.clipByValue(tf.add(scaled(x, 0.2), 0.5), 0, 1);
const softplus = (x: Tensor): Tensor => tf.softplus(x);

/** relu(x, negative_slope, max_value, threshold) of Keras. */
export function rectify(x: Tensor, slope: number, max: number | undefined, threshold: number): Tensor {
  const above = threshold === 0 ? tf.relu(x) : tf.mul(x, tf.cast(tf.greater(x, threshold), 'float32'));
  const capped = max === undefined ? above : tf.minimum(above, max);
  return slope === 0 ? capped : tf.sub(capped, scaled(tf.relu(tf.sub(threshold, x)), slope));
}

function gelu(x: Tensor, approximate: boolean): Tensor {
  if (approximate) {
    const inner = scaled(tf.add(x, scaled(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(scaled(x, 0.5), tf.add(tf.tanh(inner), 1));
  }
  return tf.mul(scaled(x, 0.5), tf.add(tf.erf(scaled(x, SQRT_HALF)), 1));
}

export function softmax(x: Tensor, axis = -1): Tensor {
  const last = x.rank - 1;
  const along = axis < 0 ? axis + x.rank : axis;
  if (along === last) return tf.softmax(x);
  const order = Array.from({ length: x.rank }, (_, i) => (i === along ? last : i === last ? along : i));
  return tf.transpose(tf.softmax(tf.transpose(x, order)), order);
}

const table: Readonly<Record<string, Activation>> = {
  linear: (x) => x,
  relu: (x, config) =>
    rectify(x, numberOf(config, 'negative_slope', 0), optionalNumber(config, 'max_value'), numberOf(config, 'threshold', 0)),
  relu6,
  sigmoid,
  tanh,
  softmax: (x, config) => softmax(x, numberOf(config, 'axis', -1)),
  logsoftmax: (x) => tf.logSoftmax(x),
  softplus,
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  elu: (x, config) => elu(x, numberOf(config, 'alpha', 1)),
  selu: (x) => tf.selu(x),
  celu: (x, config) => {
    const alpha = numberOf(config, 'alpha', 1);
    return tf.add(tf.relu(x), scaled(tf.expm1(tf.div(tf.minimum(x, 0), alpha)), alpha));
  },
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  gelu: (x, config) => gelu(x, booleanOf(config, 'approximate', false)),
  exponential: (x) => tf.exp(x),
  hardsigmoid: hardSigmoid,
  hardsilu: (x, config, keras) => tf.mul(x, hardSigmoid(x, config, keras)),
  leakyrelu: (x, config) => rectify(x, numberOf(config, 'negative_slope', 0.2), undefined, 0),
  mish: (x) => tf.mul(x, tf.tanh(softplus(x))),
  logsigmoid: (x) => tf.neg(softplus(tf.neg(x))),
  hardtanh: (x) => tf.clipByValue(x, -1, 1),
  tanhshrink: (x) => tf.sub(x, tf.tanh(x)),
  squareplus: (x, config) => scaled(tf.add(x, tf.sqrt(tf.add(tf.square(x), numberOf(config, 'b', 4)))), 0.5),
  softshrink: (x, config) => {
    const threshold = numberOf(config, 'threshold', 0.5);
    return tf.sub(tf.relu(tf.sub(x, threshold)), tf.relu(tf.sub(tf.neg(x), threshold)));
  },
  hardshrink: (x, config) => tf.mul(x, tf.cast(tf.greater(tf.abs(x), numberOf(config, 'threshold', 0.5)), 'float32')),
  sparseplus: (x) => {
    const middle = scaled(tf.square(tf.add(x, 1)), 0.25);
    return tf.where(tf.greaterEqual(x, 1), x, tf.where(tf.lessEqual(x, -1), tf.zerosLike(x), middle));
  },
};

const aliases: Readonly<Record<string, string>> = { swish: 'silu', hardswish: 'hardsilu' };

export function elu(x: Tensor, alpha: number): Tensor {
  if (alpha === 1) return tf.elu(x);
  return tf.add(tf.relu(x), scaled(tf.expm1(tf.minimum(x, 0)), alpha));
}

/** An activation as a layer holds it. */
export interface ActivationSpec {
  readonly name: string;
  readonly config: JsonObject;
}

/** Reads an `activation=` argument; none is linear. Throws NotSupported. */
export function activationOf(value: Json | undefined): ActivationSpec {
  const spec = named(value);
  if (spec === undefined) return { name: 'linear', config: {} };
  const short = plainName(spec.class.replace(/^.*\./, ''));
  const name = aliases[short] ?? short;
  if (table[name] === undefined) throw new NotSupported('activation', spec.class);
  return { name, config: spec.config };
}

/** The bare function, for gates of recurrent layers. */
export function applyActivation(spec: ActivationSpec, x: Tensor, keras: 2 | 3): Tensor {
  const activation = table[spec.name];
  if (activation === undefined) throw new NotSupported('activation', spec.name);
  return activation(x, spec.config, keras);
}

/** Applies an activation; softmax and sigmoid remember their logits where the semantics do. */
export function activate(spec: ActivationSpec, x: Tensor, context: CallContext, by: 'keras' | 'operation' = 'keras'): Flow {
  const tensor = applyActivation(spec, x, context.keras);
  context.observe?.(spec.name, x, tensor);
  return context.remembers && (spec.name === 'softmax' || spec.name === 'sigmoid')
    ? { tensor, logits: { tensor: x, activation: spec.name, by } }
    : { tensor };
}
