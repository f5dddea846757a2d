/** Every loss by name, and its reduction. */
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { LossSpec } from '../../experiment/model';
import { plainName, stringOf } from '../config';
import { KerasRaises, NotSupported } from '../failure';
import type { Flow } from '../layers/layer';
import * as cross from './crossentropy';
import { evaluate, type Evaluated } from './expression';
import { alignRanks, type LossFunction } from './loss';
import * as other from './regression';

const table: Readonly<Record<string, LossFunction>> = {
  binarycrossentropy: cross.binaryCrossentropy,
  categoricalcrossentropy: cross.categoricalCrossentropy,
  sparsecategoricalcrossentropy: cross.sparseCategoricalCrossentropy,
  binaryfocalcrossentropy: cross.binaryFocalCrossentropy,
  categoricalfocalcrossentropy: cross.categoricalFocalCrossentropy,
  meansquarederror: other.meanSquaredError,
  meanabsoluteerror: other.meanAbsoluteError,
  meanabsolutepercentageerror: other.meanAbsolutePercentageError,
  meansquaredlogarithmicerror: other.meanSquaredLogarithmicError,
  huber: other.huber,
  logcosh: other.logCosh,
  cosinesimilarity: other.cosineSimilarity,
  kldivergence: other.klDivergence,
  poisson: other.poisson,
  hinge: other.hinge,
  squaredhinge: other.squaredHinge,
  categoricalhinge: other.categoricalHinge,
  dice: other.dice,
  tversky: other.tversky,
  'tf.nn.softmaxcrossentropywithlogits': cross.rawSoftmax,
  'tf.nn.softmaxcrossentropywithlogitsv2': cross.rawSoftmax,
  'tf.nn.sigmoidcrossentropywithlogits': cross.rawSigmoid,
  'tf.nn.sparsesoftmaxcrossentropywithlogits': cross.rawSparse,
};

const aliases: Readonly<Record<string, string>> = {
  mse: 'meansquarederror',
  mae: 'meanabsoluteerror',
  mape: 'meanabsolutepercentageerror',
  msle: 'meansquaredlogarithmicerror',
  kld: 'kldivergence',
  kullbackleiblerdivergence: 'kldivergence',
  bce: 'binarycrossentropy',
  huberloss: 'huber',
  cosineproximity: 'cosinesimilarity',
};

/** `mse`, `MSE` and `MeanSquaredError` are one loss: its plain name. */
export function canonicalLoss(name: string): string {
  const plain = plainName(name);
  return aliases[plain] ?? plain;
}

export interface BuiltLoss {
  /** The scalar that is trained on. `weights` are sample weights, [batch]. Throws KerasRaises for shapes Keras refuses. */
  readonly value: (truth: Tensor, flow: Flow, weights?: Tensor) => Scalar;
  readonly takesLogits: boolean;
}

/** Prepares a loss. Throws NotSupported. */
export function lossOf(spec: LossSpec, keras: 2 | 3): BuiltLoss {
  const { value, takesLogits } = built(spec, keras);
  return {
    takesLogits,
    value: (truth, flow, weights) => {
      try {
        return value(truth, flow, weights);
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes('could not be broadcast')) throw error;
        const [labels, output] = [truth, flow.tensor].map(({ shape }) => ['None', ...shape.slice(1)].join(','));
        throw new KerasRaises(`Incompatible shapes: labels [${labels}] and output [${output}]`);
      }
    },
  };
}

function built(spec: LossSpec, keras: 2 | 3): BuiltLoss {
  if (spec.kind === 'custom') {
    return {
      value: (truth, flow, weights) => {
        const [labels, output] = spec.aligned === true ? alignRanks(truth, flow) : [truth, flow];
        return reduce(
          evaluate(spec.expression, labels, output, (name) => kerasLoss(name, keras)),
          'sum_over_batch_size',
          weights,
        );
      },
      takesLogits: JSON.stringify(spec.expression).includes('_with_logits"'),
    };
  }
  const loss = table[canonicalLoss(spec.class)];
  if (loss === undefined) throw new NotSupported('loss', spec.class);
  const reduction = stringOf(spec.config, 'reduction', 'sum_over_batch_size');
  return {
    value: (truth, flow, weights) => {
      const [aligned, output] = alignRanks(truth, flow);
      return reduce(loss(aligned, output, spec.config, keras), reduction, weights ?? maskWeights(flow));
    },
    takesLogits: spec.config.from_logits === true || spec.class.startsWith('tf.nn.'),
  };
}

/** A loss of Keras by name, as a hand-written one calls it: one value per sample. */
const kerasLoss = (name: string, keras: 2 | 3): Evaluated | undefined => {
  const loss = table[canonicalLoss(name)];
  return loss && ((truth, flow, config) => loss(truth, flow, config, keras));
};

/** A mask that reached the output counts only its steps: valid entries weigh total / valid. */
function maskWeights({ mask, tensor }: Flow): Tensor | undefined {
  if (mask === undefined || mask.rank >= tensor.rank + 1 || mask.rank < 2 || tensor.rank < 3) return undefined;
  return tf.mul(mask, tf.div(mask.size, tf.maximum(tf.sum(mask), 1)));
}

function reduce(losses: Tensor, reduction: string, weights: Tensor | undefined): Scalar {
  const weighted = weights === undefined || losses.rank === 0 ? losses : tf.mul(losses, spread(weights, losses));
  switch (reduction) {
    case 'sum':
      return tf.sum(weighted);
    case 'mean_with_sample_weight':
      return weights === undefined ? tf.mean(weighted) : tf.div(tf.sum(weighted), tf.sum(weights));
    case 'sum_over_batch_size':
    case 'mean':
    case 'auto':
      return tf.mean(weighted);
    default:
      throw new KerasRaises(`reduction ${reduction}`);
  }
}

/** Sample weights [batch] against losses [batch, positions...]. */
function spread(weights: Tensor, losses: Tensor): Tensor {
  return weights.rank === losses.rank
    ? weights
    : tf.reshape(weights, [...weights.shape, ...Array.from({ length: losses.rank - weights.rank }, () => 1)]);
}
