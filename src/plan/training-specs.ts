/** Loss and optimizer in Keras's words. */
import type { LossSpec, OptimizerSpec } from '../experiment/model';
import type { Json } from '../experiment/json';
import type { Fact } from '../program/fact';
import type { Loss, Optimizer } from '../program/training';
import { assumedParameter, type Assumptions } from './open-sizes';
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

/** Of several optimizers (a search over them) the first; people are told. */
export function optimizerSpec(fact: Fact<Optimizer>, noted: Assumptions): OptimizerSpec | NotTestable {
  if (fact.kind === 'unknown') return notTestable('the optimizer', fact.detail);
  const [one] = fact.kind === 'known' ? [fact] : fact.values;
  if (!one) return notTestable('the optimizer', 'it is not known');
  const { type, arguments: facts } = one.value;
  if (fact.kind === 'oneOf') noted.note({ what: 'as optimizer, one of several in your code', value: type });
  const config = configOf(facts, type, (parameter, open) => assumedParameter(type, parameter, open, undefined, noted));
  return isNotTestable(config) ? config : { class: type, config };
}
