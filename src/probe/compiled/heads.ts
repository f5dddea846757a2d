/** The loss of an output: which function of which array, and how samples are weighed. */
import type { HeadSpec, KerasLossSpec } from '../../experiment/model';
import { plainName, stringOf } from '../config';
import { canonicalLoss } from '../losses';
import {
  binaryLogits,
  binaryProbabilities,
  categoricalLogits,
  categoricalProbabilities,
  fromLogits,
  losses,
  sparseLogits,
  sparseProbabilities,
  type LossShape,
} from './losses';
import { Refused } from './machine';
import { adding, at, sizeOf, type Call, type Emitter, type Value } from './plan';

export interface Term {
  /** Labels of the batch go here. */
  readonly truth: Float32Array;
  /** Weight of every row; all 1 unless `weighted`. */
  readonly weights: Float32Array;
  readonly weighted: { now: boolean };
  /** The loss of the batch, times the weight of the head. Writes the gradient of what it is of. */
  readonly run: () => number;
}

export interface Source {
  readonly loss: LossShape;
  readonly value: Value;
}

/** What the head's loss is a function of, as logitsOf of the general engine finds it. Throws Refused. */
export function sourceOf(loss: KerasLossSpec, output: Value): Source {
  const name = canonicalLoss(loss.class);
  const { logits } = output;
  const remembered = (operation: 'softmax' | 'sigmoid'): Value | undefined =>
    logits !== undefined && (logits.by === 'keras' || logits.activation === operation) ? logits.value : undefined;
  const entropy = (operation: 'softmax' | 'sigmoid', ofLogits: LossShape, ofProbabilities: LossShape): Source => {
    const before = remembered(operation);
    if (before !== undefined) return { loss: ofLogits, value: before };
    return { loss: fromLogits(loss.config) ? ofLogits : ofProbabilities, value: output };
  };
  switch (name) {
    case 'binarycrossentropy':
      return entropy('sigmoid', binaryLogits, binaryProbabilities);
    case 'categoricalcrossentropy':
      return entropy('softmax', categoricalLogits, categoricalProbabilities);
    case 'sparsecategoricalcrossentropy':
      return entropy('softmax', sparseLogits, sparseProbabilities);
    case 'tf.nn.softmaxcrossentropywithlogits':
    case 'tf.nn.softmaxcrossentropywithlogitsv2':
      return { loss: categoricalLogits, value: output };
    case 'tf.nn.sigmoidcrossentropywithlogits':
      return { loss: binaryLogits, value: output };
    case 'tf.nn.sparsesoftmaxcrossentropywithlogits':
      return { loss: sparseLogits, value: output };
    default: {
      const known = Object.hasOwn(losses, name) ? losses[name] : undefined;
      if (known === undefined) throw new Refused(`loss ${loss.class}`);
      return { loss: known, value: output };
    }
  }
}

/** Labels must fit the output without broadcasting; what else Keras makes of them is left to the general engine. `truth` is without the batch. */
function requireFit(
  { loss }: Source,
  { class: name }: { readonly class: string },
  truth: readonly number[],
  output: readonly number[],
): void {
  const bare = truth.at(-1) === 1 ? truth.slice(0, -1) : truth;
  const fits = loss.sparse
    ? [truth.join(), bare.join()].includes(output.slice(0, -1).join()) && truth.length <= output.length
    : truth.join() === output.join() || (output.join() === '1' && truth.length === 0 && !name.startsWith('tf.nn.'));
  if (output.length === 0 || !fits) throw new Refused(`labels [${truth.join(', ')}] for an output [${output.join(', ')}]`);
}

/** Where a loss writes the gradient of a value: the value's own, or one that is added to it where another loss has written there. */
export function gradientArray(
  { machine, kernels }: Emitter,
  { gradient }: Value,
  back: (call: Call) => void,
): Float32Array | undefined {
  if (gradient === undefined) return undefined;
  const { data } = gradient;
  if (adding(gradient) === 0) return data;
  const own = machine.array(data.length);
  back(() => kernels.addScaled(at(own), at(data), own.length, 1, 1));
  return own;
}

/**
 * Emits the loss of a head. `back` takes the calls of the backward pass, before those of any layer; undefined where nothing is
 * differentiated. Throws Refused.
 */
export function emitLoss(
  emitter: Emitter,
  head: HeadSpec & { readonly loss: KerasLossSpec },
  output: Value,
  truthShape: readonly number[],
  back: ((call: Call) => void) | undefined,
): Term {
  const { loss } = head;
  if (output.mask !== undefined && output.shape.length > 1) throw new Refused('a loss of masked steps');
  const source = sourceOf(loss, output);
  requireFit(source, loss, truthShape, output.shape);
  const reduction = plainName(stringOf(loss.config, 'reduction', 'sum_over_batch_size'));
  if (!['sumoverbatchsize', 'mean', 'auto', 'sum', 'meanwithsampleweight'].includes(reduction))
    throw new Refused(`reduction ${reduction}`);
  const { rows, machine } = emitter;
  const { value } = source;
  const units = value.shape.at(-1) ?? 1;
  const positions = sizeOf(value.shape) / units;
  const samples = rows * positions;
  const factor = head.weight ?? 1;
  const truth = machine.array(rows * sizeOf(truthShape));
  const weights = machine.array(rows).fill(1);
  const weighted = { now: false };
  let signed: boolean | undefined;
  const lossOfSample = source.loss.of(loss.config, emitter.keras, () => (signed ??= truth.every((y) => y === 0 || y === 1)));
  const gradient = back && gradientArray(emitter, value, back);
  const sample = { output: value.data, truth, start: 0, units, index: 0 };
  return {
    truth,
    weights,
    weighted,
    run: () => {
      signed = undefined;
      let divisor = samples;
      if (reduction === 'sum') divisor = 1;
      else if (reduction === 'meanwithsampleweight' && weighted.now) {
        divisor = 0;
        for (const weight of weights) divisor += weight;
      }
      let sum = 0;
      for (let s = 0; s < samples; s++) {
        const weight = weights[positions === 1 ? s : Math.floor(s / positions)] ?? 1;
        sample.start = s * units;
        sample.index = s;
        sum += weight * fround(lossOfSample(sample, (factor * weight) / divisor, gradient));
      }
      return (factor * sum) / divisor;
    },
  };
}

const { fround } = Math;
