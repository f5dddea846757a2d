import type { DataFlow, PipelineStep } from '../../facts/data';
import { textOf } from '../../edits/edits';
import { always, valueOf } from '../../facts/fact';
import type { TrainingRun } from '../../facts/training';
import type { Place } from '../../text/place';
import type { RuleContext } from '../define';
import { labelFlow } from './data';

/** The chain of dataset methods that feeds a run; empty for arrays. */
export const pipelineOf = (run: TrainingRun): readonly PipelineStep[] => run.inputs[0]?.pipeline ?? [];

/** Steps that a method call of the program made, not an argument of the function that made the dataset. */
export const isWritten = ({ method, call }: PipelineStep): boolean => call.callee === `tf.data.Dataset.${method}`;

/** Where `batch(32)` is written in `ds.batch(32)`. */
export const stepPlace = ({ method, call }: PipelineStep): Place => ({
  source: call.place.source,
  start: call.function.end - method.length,
  end: call.parentheses.end,
});

export const stepText = (context: RuleContext, step: PipelineStep): string => textOf(context, stepPlace(step));

/** Steps that neither look at elements nor change how many there are. */
export const isNeutral = ({ method }: PipelineStep): boolean =>
  method === 'prefetch' || method === 'with_options' || method === 'options' || method === 'cache';

/** `repeat()` without a count, and nothing that ends it. */
export function endlessRepeat(pipeline: readonly PipelineStep[]): PipelineStep | undefined {
  const index = pipeline.findLastIndex((step) => isWritten(step) && step.method === 'repeat' && !isCounted(step));
  const ends = pipeline.slice(index + 1).some(({ method }) => method === 'take' || method === 'take_while' || method === 'apply');
  return index < 0 || ends ? undefined : pipeline[index];
}

const isCounted = ({ amount }: PipelineStep): boolean => amount !== undefined && !always(amount, (count) => count < 0);

/** Samples that pass in one epoch, where it is known how many there are. */
export function samplesOf(flow: DataFlow | undefined): number | undefined {
  const count = valueOf(flow?.shape)?.[0];
  if (typeof count !== 'number') return undefined;
  return flow?.pipeline.reduce<number | undefined>((samples, { method, amount }) => {
    if (method !== 'repeat') return samples;
    const times = valueOf(amount);
    return samples === undefined || times === undefined || times < 0 ? undefined : samples * times;
  }, count);
}

/** The samples lie sorted by class. */
export const isSortedByClass = (run: TrainingRun): boolean =>
  run.heads.some((head) => valueOf(labelFlow(head)?.order) === 'class-ordered');
