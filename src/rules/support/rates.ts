import { replaceLiteral } from '../../edits/edits';
import { valueOf, type Known } from '../../facts/fact';
import type { Optimizer, TrainingRun } from '../../facts/training';
import { optimizers, type RateLimits } from '../../knowledge/optimizers';
import type { Edit } from '../../text/place';

/** The rates that suit an optimizer, where they are known. */
export const rateLimits = (type: string): RateLimits | undefined => optimizers[type]?.rates;

export type StartingRate = Known<number> & {
  /** The number is where a schedule starts. */
  readonly scheduled: boolean;
};

/** The learning rate of the first step, where it is known; of a schedule, its initial value. */
export function startingRate({ learningRate }: Optimizer): StartingRate | undefined {
  if (learningRate.kind !== 'known') return undefined;
  const { value } = learningRate;
  if (typeof value === 'number') return { ...learningRate, value, scheduled: false };
  const initial = value.arguments.initial_learning_rate;
  return initial?.kind === 'known' && typeof initial.value === 'number'
    ? { ...initial, value: initial.value, scheduled: true }
    : undefined;
}

/** What a fix has to do about a learning rate that was chosen for the model or the data as they were. */
export interface RateChange {
  /** How the title of the fix goes on. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

/**
 * A linear model, and features in the hundreds, ask for rates that suit nothing else: whoever adds a layer or scales the features has to set the usual one.
 * Undefined where that cannot be written.
 */
export function usualRate(run: TrainingRun): RateChange | undefined {
  const optimizer = valueOf(run.optimizer);
  const limits = optimizer && rateLimits(optimizer.type);
  const rate = optimizer && startingRate(optimizer);
  if (!limits || rate?.from !== 'source' || (rate.value >= limits.least && rate.value < limits.loud))
    return { title: '', edits: [] };
  const edit = replaceLiteral(rate, String(limits.usual));
  return edit && { title: `, and set the learning rate to ${limits.usual}`, edits: [edit] };
}
