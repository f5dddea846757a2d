/** Loss and optimizer in Keras's words. */
import { table } from '../facts/table';
import type { LossSpec, OptimizerSpec } from '../experiment/model';
import type { Json, JsonObject } from '../experiment/json';
import { valueOf, type Fact } from '../facts/fact';
import type { LossGraph } from '../facts/loss-graph';
import { isRecord } from '../facts/plain';
import type { Loss, Optimizer, TrainingRun } from '../facts/training';
import { optimizers } from '../knowledge/optimizers';
import { axesOf, customLossSpec, sameRank } from './custom-loss';
import { assumedParameter, type Assumptions } from './open-sizes';
import { isNotTestable, notTestable, type NotTestable } from './outcome';
import { configOf } from './plain-config';

const irregular: Readonly<Record<string, string>> = table({ kl_divergence: 'KLDivergence', log_cosh: 'LogCosh', ctc: 'CTC' });

/** `binary_crossentropy` -> `BinaryCrossentropy`. */
export const lossClass = (name: string): string =>
  irregular[name] ??
  name
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

/** `aligned`: it is called by Keras, which makes the ranks of labels and output equal. */
export function lossSpec(fact: Fact<Loss>, aligned: boolean): LossSpec | NotTestable {
  if (fact.kind !== 'known') return notTestable('the loss', fact.kind === 'unknown' ? fact.detail : 'one of several');
  const loss = fact.value;
  if (loss.form === 'custom' || loss.name === 'custom')
    return loss.graph ? customLossSpec(loss.graph, aligned) : notTestable('the loss', "a function of the program's own");
  if (loss.form === 'operation' && loss.graph && !isPlainMean(loss.graph)) {
    const written = customLossSpec(loss.graph, aligned);
    if (!isNotTestable(written)) return written;
  }
  const config = configOf(loss.arguments, loss.name);
  if (isNotTestable(config)) return config;
  if (loss.fromLogits.kind !== 'known') return notTestable('from_logits of the loss', 'not known');
  const plain: Record<string, Json> = { ...config };
  const spelled = /^tf\.(?:compat\.v1\.)?losses\.(\w+)$/.exec(loss.name)?.[1];
  if (spelled !== undefined) return { kind: 'keras', class: ofTensorflow1[spelled] ?? lossClass(spelled), config: plain };
  if (loss.name.includes('.')) return { kind: 'keras', class: loss.name, config: plain };
  if (loss.fromLogits.value) plain.from_logits = true;
  return { kind: 'keras', class: lossClass(loss.name), config: plain };
}

/** `tf.losses` of TensorFlow 1, each already a mean. */
const ofTensorflow1: Readonly<Record<string, string>> = table({
  softmax_cross_entropy: 'tf.nn.softmax_cross_entropy_with_logits',
  sparse_softmax_cross_entropy: 'tf.nn.sparse_softmax_cross_entropy_with_logits',
  sigmoid_cross_entropy: 'tf.nn.sigmoid_cross_entropy_with_logits',
  absolute_difference: 'MeanAbsoluteError',
  huber_loss: 'Huber',
  log_loss: 'BinaryCrossentropy',
  hinge_loss: 'Hinge',
});

/** The mean over everything of a loss that has a name, or that loss by itself, which leaves no question how labels and output are paired. */
function isPlainMean(graph: LossGraph): boolean {
  const { nodes } = graph;
  // Class numbers have an axis less than what they are compared with.
  const numbers = nodes.some((node) => node.kind === 'operation' && node.name.includes('sparse'));
  if (!numbers && !sameRank(graph)) return false;
  const root = nodes.at(-1);
  const [first] = root?.inputs.map((id) => nodes[id]) ?? [];
  if (root?.kind !== 'operation' || root.operation.includes('losses.')) return true;
  const axes = axesOf(root);
  const whole = root.name === 'mean' && axes !== undefined && axes.axis === undefined;
  return whole && first?.kind === 'operation' && /^(?:square|squared_difference|abs|\w+_with_logits(?:_v2)?)$/.test(first.name);
}

/** Of several optimizers (a search over them) the first; people are told. */
export function optimizerSpec(fact: Fact<Optimizer>, keras: 2 | 3, noted: Assumptions): OptimizerSpec | NotTestable {
  if (fact.kind === 'unknown') return notTestable('the optimizer', fact.detail);
  const [one] = fact.kind === 'known' ? [fact] : fact.values;
  if (!one) return notTestable('the optimizer', 'it is not known');
  const { type, arguments: facts } = one.value;
  if (fact.kind === 'oneOf') noted.note({ what: 'as optimizer, one of several in your code', value: type });
  const config = configOf(facts, type, (parameter, open) => assumedParameter(type, parameter, open, undefined, noted));
  if (isNotTestable(config)) return config;
  return spelledOut(one.value, config, keras);
}

/** `class_weight` of fit, where every weight of it is known. Keras takes it for a single output. */
export function classWeights({ loop, heads }: TrainingRun): readonly number[] | undefined {
  const given = loop.kind === 'fit' && heads.length === 1 ? valueOf(loop.arguments.class_weight) : undefined;
  if (!isRecord(given)) return undefined;
  const weights: number[] = [];
  for (const [id, weight] of Object.entries(given.entries)) {
    if (!/^\d+$/.test(id) || typeof weight !== 'number') return undefined;
    weights[Number(id)] = weight;
  }
  return Array.from(weights, (weight: number | undefined) => weight ?? 1);
}

/** `loss_weights` of compile, one per output; `unknown` where they are given and not known. */
export function lossWeights({ heads, lossWeights: given }: TrainingRun): readonly number[] | 'unknown' | undefined {
  if (given === undefined || (given.kind === 'known' && given.value === null)) return undefined;
  const value = valueOf(given);
  const weights =
    typeof value === 'number'
      ? heads.map(() => value)
      : Array.isArray(value)
        ? heads.map((_, i): unknown => (value as readonly unknown[])[i])
        : isRecord(value)
          ? heads.map(({ name }): unknown => (name === undefined ? undefined : (value.entries[name] ?? 1)))
          : [];
  return weights.length === heads.length && weights.every((one) => typeof one === 'number') ? weights : 'unknown';
}

/** Optimizers of the same name with formulae or defaults of their own: those of TensorFlow 1, and what Keras 2 calls legacy. */
function spelledOut({ type, arguments: facts, call }: Optimizer, config: JsonObject, keras: 2 | 3): OptimizerSpec {
  const callee = call?.callee ?? '';
  if (callee.startsWith('tf.compat.v1.train.')) {
    const epsilon = valueOf(facts.epsilon);
    const full: JsonObject = { ...(typeof epsilon === 'number' && { epsilon }), ...config };
    // Momentum accumulates gradients, where Keras accumulates steps: one as long as the rate does not change.
    const moving = type === 'SGD' && 'momentum' in config && typeof config.learning_rate !== 'number';
    const own = optimizers[type]?.computesOtherwise?.tensorflow1 === true || moving;
    return { class: own ? callee : type, config: full };
  }
  const { decay, ...rest } = config;
  // Keras 3 warns that it ignores it; the Keras 2 that took it was the one whose optimizers are called legacy now.
  if (decay !== undefined && keras === 3) return { class: type, config: rest };
  const legacy = callee.includes('.legacy.') || decay !== undefined;
  return {
    class: legacy && optimizers[type]?.computesOtherwise?.legacy === true ? `keras.optimizers.legacy.${type}` : type,
    config,
  };
}
