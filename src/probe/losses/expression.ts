/** Losses that a program writes itself, in operations of tf, keras.ops or keras.backend. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../experiment/json';
import type { Expression } from '../../experiment/model';
import { booleanOf, numberOf, numbersOf } from '../config';
import { NotSupported } from '../failure';
import type { Flow } from '../layers/layer';
import { rawSparse, sigmoidCrossEntropy, softmaxCrossEntropy } from './crossentropy';
import { clip } from './loss';

type Operation = (inputs: readonly Tensor[], config: JsonObject) => Tensor;

const unary =
  (apply: (x: Tensor) => Tensor): Operation =>
  ([x]) => {
    if (x === undefined) throw new NotSupported('operation', 'without an argument');
    return apply(x);
  };

const binary =
  (apply: (a: Tensor, b: Tensor) => Tensor): Operation =>
  ([a, b]) => {
    if (a === undefined || b === undefined) throw new NotSupported('operation', 'without two arguments');
    return apply(a, b);
  };

const reducing =
  (apply: (x: Tensor, axes: number[] | undefined, keep: boolean) => Tensor): Operation =>
  ([x], config) => {
    if (x === undefined) throw new NotSupported('operation', 'without an argument');
    const axes = numbersOf(config, 'axis');
    return apply(x, axes === undefined ? undefined : [...axes], booleanOf(config, 'keepdims', false));
  };

/** The same numbers with no way back: TensorFlow has no gradient for what leaves here, not one of 0. */
const detached = (x: Tensor): Tensor => tf.tensor(x.dataSync().slice(), x.shape, x.dtype);

const comparing = (compare: (a: Tensor, b: Tensor) => Tensor): Operation =>
  binary((a, b) => tf.cast(compare(detached(a), detached(b)), 'float32'));

const operations: Readonly<Record<string, Operation>> = {
  add: binary((a, b) => tf.add(a, b)),
  subtract: binary((a, b) => tf.sub(a, b)),
  multiply: binary((a, b) => tf.mul(a, b)),
  divide: binary((a, b) => tf.div(a, b)),
  pow: binary((a, b) => tf.pow(a, b)),
  maximum: binary((a, b) => tf.maximum(a, b)),
  minimum: binary((a, b) => tf.minimum(a, b)),
  negative: unary((x) => tf.neg(x)),
  abs: unary((x) => tf.abs(x)),
  square: unary((x) => tf.square(x)),
  sqrt: unary((x) => tf.sqrt(x)),
  exp: unary((x) => tf.exp(x)),
  log: unary((x) => tf.log(x)),
  log1p: unary((x) => tf.log1p(x)),
  sigmoid: unary((x) => tf.sigmoid(x)),
  tanh: unary((x) => tf.tanh(x)),
  relu: unary((x) => tf.relu(x)),
  softmax: unary((x) => tf.softmax(x)),
  softplus: unary((x) => tf.softplus(x)),
  sign: unary((x) => tf.sign(x)),
  log_softmax: unary((x) => tf.logSoftmax(x)),
  elu: unary((x) => tf.elu(x)),
  rsqrt: unary((x) => tf.rsqrt(x)),
  expm1: unary((x) => tf.expm1(x)),
  stop_gradient: unary(detached),
  round: unary((x) => tf.round(detached(x))),
  floor: unary((x) => tf.floor(detached(x))),
  ceil: unary((x) => tf.ceil(detached(x))),
  /** A cast to whole numbers. */
  truncate: unary((x) => tf.cast(tf.cast(detached(x), 'int32'), 'float32')),
  argmax: ([x], config) => {
    if (x === undefined) throw new NotSupported('operation', 'argmax');
    return tf.cast(tf.argMax(detached(x), numberOf(config, 'axis', 0)), 'float32');
  },
  argmin: ([x], config) => {
    if (x === undefined) throw new NotSupported('operation', 'argmin');
    return tf.cast(tf.argMin(detached(x), numberOf(config, 'axis', 0)), 'float32');
  },
  zeros_like: unary((x) => tf.zerosLike(x)),
  ones_like: unary((x) => tf.onesLike(x)),
  flatten: unary((x) => tf.reshape(x, [-1])),
  reshape: ([x], config) => {
    const shape = numbersOf(config, 'shape');
    if (x === undefined || shape === undefined) throw new NotSupported('operation', 'reshape');
    return tf.reshape(x, [...shape]);
  },
  one_hot: ([x], config) => {
    if (x === undefined) throw new NotSupported('operation', 'one_hot');
    return tf.oneHot(tf.cast(x, 'int32'), numberOf(config, 'depth'), 1, 0, 'float32');
  },
  divide_no_nan: binary((a, b) => tf.divNoNan(a, b)),
  cast: unary((x) => x),
  squared_difference: binary((a, b) => tf.square(tf.sub(a, b))),
  reduce_mean: reducing((x, axes, keep) => tf.mean(x, axes, keep)),
  reduce_sum: reducing((x, axes, keep) => tf.sum(x, axes, keep)),
  reduce_max: reducing((x, axes, keep) => tf.max(x, axes, keep)),
  reduce_min: reducing((x, axes, keep) => tf.min(x, axes, keep)),
  greater: comparing((a, b) => tf.greater(a, b)),
  greater_equal: comparing((a, b) => tf.greaterEqual(a, b)),
  less: comparing((a, b) => tf.less(a, b)),
  less_equal: comparing((a, b) => tf.lessEqual(a, b)),
  equal: comparing((a, b) => tf.equal(a, b)),
  not_equal: comparing((a, b) => tf.notEqual(a, b)),
  where: ([condition, a, b]) => {
    if (condition === undefined || a === undefined || b === undefined) throw new NotSupported('operation', 'where');
    return tf.where(tf.cast(condition, 'bool'), a, b);
  },
  clip_by_value: ([x], config) => {
    if (x === undefined) throw new NotSupported('operation', 'clip_by_value');
    return clip(x, numberOf(config, 'min'), numberOf(config, 'max'));
  },
  squeeze: ([x], config) => {
    if (x === undefined) throw new NotSupported('operation', 'squeeze');
    const axes = numbersOf(config, 'axis')?.map((axis) => (axis < 0 ? axis + x.rank : axis));
    return tf.squeeze(x, axes);
  },
  expand_dims: ([x], config) => {
    if (x === undefined) throw new NotSupported('operation', 'expand_dims');
    return tf.expandDims(x, numberOf(config, 'axis', -1));
  },
  'tf.nn.softmax_cross_entropy_with_logits': binary((labels, logits) => softmaxCrossEntropy(labels, logits)),
  'tf.nn.sigmoid_cross_entropy_with_logits': binary((labels, logits) => sigmoidCrossEntropy(labels, logits)),
  'tf.nn.sparse_softmax_cross_entropy_with_logits': binary((labels, logits) => rawSparse(labels, { tensor: logits }, {}, 3)),
};

/** A loss of Keras, of the version that is reproduced. */
export type Evaluated = (truth: Tensor, flow: Flow, config: JsonObject) => Tensor;

/**
 * The losses an expression gives for labels and output. `kerasLoss` finds Keras's own functions; they see the remembered logits when they are
 * given the output itself. Throws NotSupported for an operation that is not known.
 */
export function evaluate(
  expression: Expression,
  truth: Tensor,
  flow: Flow,
  kerasLoss: (name: string) => Evaluated | undefined,
): Tensor {
  const inner = (one: Expression): Tensor => evaluate(one, truth, flow, kerasLoss);
  switch (expression.kind) {
    case 'y_true':
      return truth;
    case 'y_pred':
      return flow.tensor;
    case 'constant':
      return tf.scalar(expression.value);
    case 'call': {
      const operation = operations[expression.operation];
      if (operation !== undefined) return operation(expression.inputs.map(inner), expression.config);
      const elementwise = expression.operation === 'keras.backend.binary_crossentropy';
      const loss = kerasLoss(elementwise ? 'binary_crossentropy' : expression.operation);
      const [labels, output] = expression.inputs;
      if (loss === undefined || labels === undefined || output === undefined)
        throw new NotSupported('operation', expression.operation);
      const seen = output.kind === 'y_pred' ? flow : { tensor: inner(output) };
      return elementwise
        ? loss(tf.expandDims(inner(labels), -1), spread(seen), expression.config)
        : loss(inner(labels), seen, expression.config);
    }
  }
}

/** One value a row, so that a mean over the last axis leaves it as it is. */
const spread = ({ tensor, logits }: Flow): Flow => ({
  tensor: tf.expandDims(tensor, -1),
  logits: logits && { ...logits, tensor: tf.expandDims(logits.tensor, -1) },
});
