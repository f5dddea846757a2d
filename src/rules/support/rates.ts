import type { Known } from '../../program/fact';
import type { Optimizer } from '../../program/training';

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
