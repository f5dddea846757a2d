import { table } from '../../facts/table';
import { replaceLiteral } from '../../edits/edits';
import { valueOf, type Known } from '../../facts/fact';
import type { Optimizer, TrainingRun } from '../../facts/training';
import type { Edit } from '../../text/place';

/** Rates beyond which training rarely works (catalogue, `lr-too-high` and `lr-too-low`), and the usual one. */
export interface RateLimits {
  /** Below it nothing moves within an ordinary run. */
  readonly least: number;
  /** Above it a rate is unusual. */
  readonly notable: number;
  /** From here on training rarely works. */
  readonly loud: number;
  /** The optimizer's default. */
  readonly usual: number;
}

const adaptive: RateLimits = { least: 1e-5, notable: 0.01, loud: 0.1, usual: 0.001 };

/**
 * Adadelta, Adagrad and Ftrl shrink their steps by themselves: large rates are usual there. Keras starts Adadelta at 0.001, a thousandth of the 1.0 of
 * its paper (Zeiler 2012) and of Keras 1: measured on MNIST, loss 2.40 after 8 epochs against 0.001.
 */
export const rateLimits: Readonly<Record<string, RateLimits>> = table({
  Adam: adaptive,
  AdamW: adaptive,
  Nadam: adaptive,
  Adamax: adaptive,
  RMSprop: adaptive,
  Adadelta: { least: 0.01, notable: Infinity, loud: Infinity, usual: 1 },
  SGD: { least: 1e-4, notable: 0.3, loud: 1, usual: 0.01 },
});

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
  const limits = optimizer && rateLimits[optimizer.type];
  const rate = optimizer && startingRate(optimizer);
  if (!limits || rate?.from !== 'source' || (rate.value >= limits.least && rate.value < limits.loud))
    return { title: '', edits: [] };
  const edit = replaceLiteral(rate, String(limits.usual));
  return edit && { title: `, and set the learning rate to ${limits.usual}`, edits: [edit] };
}
