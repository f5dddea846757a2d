/**
 * Losses of one sample with their gradients, on plain arrays: an output layer is small. Sums are float64, values are rounded to float32 where
 * TensorFlow's would overflow or vanish.
 */
import type { JsonObject } from '../../experiment/json';
import { booleanOf, numberOf } from '../config';
import { EPSILON } from '../losses/loss';

export interface Sample {
  /** The output of the batch, and its labels. */
  readonly output: Float32Array;
  readonly truth: Float32Array;
  /** Where the sample begins in both, and its length. */
  readonly start: number;
  readonly units: number;
  /** Index of the sample, for labels that are one number each. */
  readonly index: number;
}

/** The loss of a sample; its gradient times `scale` goes to `gradient`, where that is wanted. */
export type SampleLoss = (sample: Sample, scale: number, gradient: Float32Array | undefined) => number;

export interface LossShape {
  /** Labels are class ids, one for a sample. */
  readonly sparse: boolean;
  readonly of: (config: JsonObject, keras: 2 | 3, signed: () => boolean) => SampleLoss;
}

const LOW = Math.fround(EPSILON);
const HIGH = Math.fround(1 - EPSILON);
const { fround } = Math;
/** Lets NaN through, as TensorFlow's clip_by_value does. */
const clip = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x);
const inside = (x: number, low: number, high: number): number => (x < low || x > high ? 0 : 1);
const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

type OfNumbers = (output: number, truth: number) => number;

/** The mean over the last axis of a function of output and label. */
const elementwise =
  (value: OfNumbers, slope: OfNumbers): SampleLoss =>
  ({ output, truth, start, units }, scale, gradient) => {
    let sum = 0;
    for (let i = start; i < start + units; i++) {
      const [z, y] = [output[i] ?? NaN, truth[i] ?? NaN];
      sum += fround(value(z, y));
      if (gradient !== undefined) gradient[i] = (slope(z, y) * scale) / units;
    }
    return sum / units;
  };

/** A loss of the difference output - truth. */
const difference = (value: (d: number) => number, slope: (d: number) => number): LossShape => ({
  sparse: false,
  of: () =>
    elementwise(
      (z, y) => value(fround(z - y)),
      (z, y) => slope(fround(z - y)),
    ),
});

const huber: LossShape = {
  sparse: false,
  of: (config) => {
    const delta = numberOf(config, 'delta', 1);
    return difference(
      (d) => (Math.abs(d) <= delta ? 0.5 * d * d : Math.abs(d) * delta - 0.5 * delta * delta),
      (d) => clip(d, -delta, delta),
    ).of(config, 3, () => false);
  },
};

const margins = (power: 1 | 2): LossShape => ({
  sparse: false,
  of: (_, __, signed) => {
    const sign = (y: number): number => (signed() ? 2 * y - 1 : y);
    return elementwise(
      (z, y) => Math.max(0, 1 - sign(y) * z) ** power,
      (z, y) => {
        const margin = 1 - sign(y) * z;
        return margin > 0 ? -sign(y) * (power === 1 ? 1 : 2 * margin) : 0;
      },
    );
  },
});

export const binaryLogits: LossShape = {
  sparse: false,
  of: (config) => {
    const smoothing = numberOf(config, 'label_smoothing', 0);
    const label = (y: number): number => y * (1 - smoothing) + 0.5 * smoothing;
    return elementwise(
      (z, y) => Math.max(z, 0) - z * label(y) + Math.log1p(Math.exp(-Math.abs(z))),
      (z, y) => sigmoid(z) - label(y),
    );
  },
};

/** Of probabilities; Keras 2 adds its epsilon a second time. */
export const binaryProbabilities: LossShape = {
  sparse: false,
  of: (config, keras) => {
    const smoothing = numberOf(config, 'label_smoothing', 0);
    const label = (y: number): number => y * (1 - smoothing) + 0.5 * smoothing;
    const more = keras === 2 ? LOW : 0;
    return elementwise(
      (z, y) => {
        const p = clip(z, LOW, HIGH);
        return -(label(y) * Math.log(fround(p + more)) + (1 - label(y)) * Math.log(fround(1 - p + more)));
      },
      (z, y) => {
        const p = clip(z, LOW, HIGH);
        return -inside(z, LOW, HIGH) * (label(y) / (p + more) - (1 - label(y)) / (1 - p + more));
      },
    );
  },
};

/** -sum of label times log softmax; the gradient is softmax - label, whatever the labels sum to. */
function softmaxEntropy(
  { output, start, units }: Sample,
  label: (unit: number) => number,
  scale: number,
  gradient: Float32Array | undefined,
): number {
  let highest = -Infinity;
  for (let j = 0; j < units; j++) highest = Math.max(highest, output[start + j] ?? NaN);
  let sum = 0;
  for (let j = 0; j < units; j++) sum += Math.exp((output[start + j] ?? NaN) - highest);
  const log = Math.log(sum);
  let loss = 0;
  for (let j = 0; j < units; j++) {
    const logProbability = fround((output[start + j] ?? NaN) - highest - log);
    loss -= label(j) * logProbability;
    if (gradient !== undefined) gradient[start + j] = (Math.exp(logProbability) - label(j)) * scale;
  }
  return loss;
}

const smoothed = (sample: Sample, config: JsonObject): ((unit: number) => number) => {
  const smoothing = numberOf(config, 'label_smoothing', 0);
  const { truth, start, units } = sample;
  return (j) => (truth[start + j] ?? NaN) * (1 - smoothing) + smoothing / units;
};

export const categoricalLogits: LossShape = {
  sparse: false,
  of: (config) => (sample, scale, gradient) => softmaxEntropy(sample, smoothed(sample, config), scale, gradient),
};

/** Probabilities made to sum to 1 and kept away from 0 and 1. */
export const categoricalProbabilities: LossShape = {
  sparse: false,
  of: (config) => (sample, scale, gradient) => {
    const { output, start, units } = sample;
    const label = smoothed(sample, config);
    let total = 0;
    for (let j = 0; j < units; j++) total += output[start + j] ?? NaN;
    let loss = 0;
    let back = 0;
    const slope = (j: number): number => {
      const share = fround((output[start + j] ?? NaN) / total);
      return (-inside(share, LOW, HIGH) * label(j)) / clip(share, LOW, HIGH);
    };
    for (let j = 0; j < units; j++) {
      const share = fround((output[start + j] ?? NaN) / total);
      loss -= label(j) * fround(Math.log(clip(share, LOW, HIGH)));
      back += slope(j) * share;
    }
    if (gradient !== undefined) for (let j = 0; j < units; j++) gradient[start + j] = ((slope(j) - back) / total) * scale;
    return loss;
  },
};

/** 1 for the class of the sample, NaN everywhere where there is no such class. */
const hot = ({ truth, index, units }: Sample): ((unit: number) => number) => {
  const id = Math.trunc(truth[index] ?? NaN);
  return id >= 0 && id < units ? (j) => (j === id ? 1 : 0) : () => NaN;
};

export const sparseLogits: LossShape = {
  sparse: true,
  of: () => (sample, scale, gradient) => softmaxEntropy(sample, hot(sample), scale, gradient),
};

/** The logarithm of the clipped output is taken for logits. */
export const sparseProbabilities: LossShape = {
  sparse: true,
  of: () => (sample, scale, gradient) => {
    const { output, start, units } = sample;
    const logs = new Float32Array(units);
    for (let j = 0; j < units; j++) logs[j] = Math.log(clip(output[start + j] ?? NaN, LOW, HIGH));
    const back = gradient && new Float32Array(units);
    const loss = softmaxEntropy({ ...sample, output: logs, start: 0 }, hot(sample), scale, back);
    if (gradient !== undefined && back !== undefined) {
      for (let j = 0; j < units; j++) {
        const p = output[start + j] ?? NaN;
        gradient[start + j] = ((back[j] ?? NaN) * inside(p, LOW, HIGH)) / clip(p, LOW, HIGH);
      }
    }
    return loss;
  },
};

const cosine: LossShape = {
  sparse: false,
  of:
    () =>
    ({ output, truth, start, units }, scale, gradient) => {
      let [product, ofOutput, ofTruth] = [0, 0, 0];
      for (let i = start; i < start + units; i++) {
        const [z, y] = [output[i] ?? NaN, truth[i] ?? NaN];
        product += z * y;
        ofOutput += z * z;
        ofTruth += y * y;
      }
      const [a, b] = [Math.max(Math.sqrt(ofOutput), EPSILON), Math.max(Math.sqrt(ofTruth), EPSILON)];
      const similarity = product / (a * b);
      const shrinks = Math.sqrt(ofOutput) >= EPSILON ? similarity / (a * a) : 0;
      if (gradient !== undefined)
        for (let i = start; i < start + units; i++)
          gradient[i] = -((truth[i] ?? NaN) / (a * b) - (output[i] ?? NaN) * shrinks) * scale;
      return -similarity;
    },
};

const divergence: LossShape = {
  sparse: false,
  of:
    () =>
    ({ output, truth, start, units }, scale, gradient) => {
      let sum = 0;
      for (let i = start; i < start + units; i++) {
        const z = output[i] ?? NaN;
        const [p, q] = [clip(truth[i] ?? NaN, LOW, 1), clip(z, LOW, 1)];
        sum += p * fround(Math.log(p / q));
        if (gradient !== undefined) gradient[i] = -inside(z, LOW, 1) * (p / q) * scale;
      }
      return sum;
    },
};

const categoricalHinge: LossShape = {
  sparse: false,
  of:
    () =>
    ({ output, truth, start, units }, scale, gradient) => {
      let positive = 0;
      let negative = -Infinity;
      for (let i = start; i < start + units; i++) {
        const [z, y] = [output[i] ?? NaN, truth[i] ?? NaN];
        positive += z * y;
        negative = Math.max(negative, fround((1 - y) * z));
      }
      const margin = negative - positive + 1;
      if (gradient !== undefined) {
        for (let i = start; i < start + units; i++) {
          const [z, y] = [output[i] ?? NaN, truth[i] ?? NaN];
          const highest = fround((1 - y) * z) === negative ? 1 - y : 0;
          gradient[i] = margin > 0 ? (highest - y) * scale : margin * 0;
        }
      }
      return Math.max(0, margin);
    },
};

const logarithm = (x: number): number => Math.log(Math.max(x, EPSILON) + 1);

/** By the plain name of Keras's class; cross-entropies are chosen by what they get, in heads.ts. */
export const losses: Readonly<Record<string, LossShape>> = {
  meansquarederror: difference(
    (d) => d * d,
    (d) => 2 * d,
  ),
  meanabsoluteerror: difference(Math.abs, Math.sign),
  huber,
  logcosh: difference((d) => d + softplus(-2 * d) - Math.LN2, Math.tanh),
  meanabsolutepercentageerror: {
    sparse: false,
    of: () =>
      elementwise(
        (z, y) => 100 * Math.abs((y - z) / Math.max(Math.abs(y), EPSILON)),
        (z, y) => (100 * Math.sign(z - y)) / Math.max(Math.abs(y), EPSILON),
      ),
  },
  meansquaredlogarithmicerror: {
    sparse: false,
    of: () =>
      elementwise(
        (z, y) => (logarithm(z) - logarithm(y)) ** 2,
        (z, y) => (z >= EPSILON ? (2 * (logarithm(z) - logarithm(y))) / (z + 1) : z * 0),
      ),
  },
  poisson: {
    sparse: false,
    of: () =>
      elementwise(
        (z, y) => z - y * Math.log(fround(z + LOW)),
        (z, y) => 1 - y / fround(z + LOW),
      ),
  },
  hinge: margins(1),
  squaredhinge: margins(2),
  categoricalhinge: categoricalHinge,
  cosinesimilarity: cosine,
  kldivergence: divergence,
};

/** Whether a cross-entropy takes its input for logits, without any that are remembered. */
export const fromLogits = (config: JsonObject): boolean => booleanOf(config, 'from_logits', false);
