/** How long a program trains and in which batches. */
import type { Arm } from '../experiment/experiment';
import { valueOf } from '../facts/fact';
import type { TrainingRun } from '../facts/training';
import { courseOf, stepsPerEpoch } from './course';
import { shuffling } from './order';

export const rowsWritten = (run: TrainingRun | undefined): number | undefined =>
  run?.inputs.map((flow) => valueOf(flow.shape)?.[0]).find((size) => typeof size === 'number') ?? undefined;

/** What a session is fed is drawn anew in each step, so its rows are those of a batch. */
export const isOneBatch = ({ loop }: TrainingRun): boolean => loop.kind === 'session' && !loop.whole;

/** Rounds of a counter over an array that is never cut: each step sees all of it. */
const wholeBatch = (run: TrainingRun): number | undefined =>
  run.loop.kind === 'tape' && run.loop.around.length > 0 && run.loop.around.every(({ over }) => over === 'counter')
    ? rowsWritten(run)
    : undefined;

/** The program's own epochs and batch size. A run that was made smaller keeps its number of steps by more epochs. */
export function fitOf(
  run: TrainingRun,
  samples: number,
  written: number | undefined,
  order: 'shuffled' | 'class-ordered',
): Arm['fit'] {
  const { loop } = run;
  const epochs = epochsOf(run);
  const batch = loop.kind === 'none' ? undefined : (valueOf(loop.batchSize) ?? wholeBatch(run));
  const batchSize = Math.max(1, Math.min(batch ?? 32, samples));
  const longer = written !== undefined && written > samples && !isOneBatch(run) ? written / samples : 1;
  const pass = Math.ceil(samples / batchSize);
  // A loop over steps has no epochs of its own; nor are the epochs of fit passes where it is told their steps.
  const perEpoch = loop.kind === 'fit' ? stepsPerEpoch(loop) : undefined;
  const counted = loop.kind === 'session' || loop.kind === 'tape' ? valueOf(loop.steps) : undefined;
  const steps = counted ?? (perEpoch === undefined ? undefined : (epochs ?? 20) * perEpoch);
  const asked = steps === undefined ? (epochs ?? 20) * longer : steps / pass;
  const { course } = courseOf(run, Math.max(1, Math.ceil((written ?? samples) / batchSize)));
  return {
    epochs: Math.max(1, Math.round(asked)),
    batchSize,
    ...(steps !== undefined && steps !== Math.max(1, Math.round(asked)) * pass && { steps: Math.max(1, steps) }),
    ...(course && { course }),
    ...shuffling(run, order, longer),
  };
}

/** From `initial_epoch` on. */
function epochsOf({ loop }: TrainingRun): number | undefined {
  const epochs = loop.kind === 'none' ? undefined : valueOf(loop.epochs);
  const start = loop.kind === 'fit' && loop.arguments.initial_epoch ? valueOf(loop.arguments.initial_epoch) : 0;
  return epochs === undefined || typeof start !== 'number' ? epochs : Math.max(1, epochs - start);
}
