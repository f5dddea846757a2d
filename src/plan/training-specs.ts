/** Loss and optimizer in Keras's words. */
import type { LossSpec, OptimizerSpec } from '../experiment/model';
import type { Json } from '../experiment/json';
import type { Fact } from '../program/fact';
import type { Loss, Optimizer } from '../program/training';
import { isNotTestable, notTestable, type NotTestable } from './outcome';
import { configOf } from './plain-config';

const irregular: Readonly<Record<string, string>> = { kl_divergence: 'KLDivergence', log_cosh: 'LogCosh', ctc: 'CTC' };

/** `binary_crossentropy` -> `BinaryCrossentropy`. */
export const lossClass = (name: string): string =>
  irregular[name] ??
  name
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

export function lossSpec(fact: Fact<Loss>): LossSpec | NotTestable {
  if (fact.kind !== 'known') return notTestable('the loss', fact.kind === 'unknown' ? fact.detail : 'one of several');
  const loss = fact.value;
  if (loss.form === 'custom' || loss.name === 'custom') return notTestable('the loss', "a function of the program's own");
  const config = configOf(loss.arguments, loss.name);
  if (isNotTestable(config)) return config;
  if (loss.fromLogits.kind !== 'known') return notTestable('from_logits of the loss', 'not known');
  const plain: Record<string, Json> = { ...config };
  if (loss.name.includes('.')) return { kind: 'keras', class: loss.name, config: plain };
  if (loss.fromLogits.value) plain.from_logits = true;
  return { kind: 'keras', class: lossClass(loss.name), config: plain };
}

export function optimizerSpec(fact: Fact<Optimizer>): OptimizerSpec | NotTestable {
  if (fact.kind !== 'known') return notTestable('the optimizer', fact.kind === 'unknown' ? fact.detail : 'one of several');
  const { type, arguments: facts } = fact.value;
  const config = configOf(facts, type);
  return isNotTestable(config) ? config : { class: type, config };
}
