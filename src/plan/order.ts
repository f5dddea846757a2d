/** In which order a program hands its samples out. */
import type { TargetSpec } from '../experiment/data-spec';
import type { Fit } from '../experiment/experiment';
import type { DataFlow, PipelineStep } from '../facts/data';
import { valueOf } from '../facts/fact';
import type { TrainingRun } from '../facts/training';

/** Sorted by class, where the labels are known to be and one label a sample is learned. */
export function dataOrder(run: TrainingRun | undefined, target: TargetSpec | undefined): 'shuffled' | 'class-ordered' {
  const single = (target?.kind === 'binary' || target?.kind === 'classes') && target.shape === undefined;
  return single && run !== undefined && orderOf(run) === 'class-ordered' ? 'class-ordered' : 'shuffled';
}

/** `smaller`: how many times fewer samples the experiment has; buffers shrink alike. */
export function shuffling(
  run: TrainingRun,
  order: 'shuffled' | 'class-ordered',
  smaller: number,
): Pick<Fit, 'shuffle' | 'mixed'> {
  const { loop, inputs } = run;
  const [flow] = inputs;
  const mixed = order === 'class-ordered' && orderOf(run) === 'shuffled' && !isWritten(flow) ? { mixed: true } : {};
  const argument = loop.kind === 'fit' ? (valueOf(loop.shuffle) ?? true) : true;
  // What fit is told about a dataset has no effect; without a known order nothing can be said of a missing shuffle.
  const pipeline = flow?.pipeline ?? [];
  if (pipeline.length === 0) return { shuffle: argument, ...mixed };
  const batch = pipeline.findLastIndex(({ method }) => method.includes('batch') && method !== 'unbatch');
  const at = pipeline.findLastIndex(({ method }) => method === 'shuffle');
  const step = pipeline[at];
  if (!step) return order === 'class-ordered' ? { shuffle: false, ...mixed } : { shuffle: true };
  const amount = valueOf(step.amount);
  const cached = pipeline.slice(at + 1).some(({ method }) => method === 'cache');
  if (amount === undefined || pipeline.filter(isShuffle).length > 1)
    return cached ? { shuffle: false, mixed: true } : { shuffle: true };
  if (cached) return { shuffle: false, mixed: true };
  const of = batch >= 0 && at > batch ? 'batches' : 'samples';
  return { shuffle: { of, buffer: Math.max(1, Math.round(amount / smaller)) }, ...mixed };
}

const isShuffle = ({ method }: PipelineStep): boolean => method === 'shuffle';

const isWritten = (flow: DataFlow | undefined): boolean => flow?.pipeline.some(isShuffle) === true;

/** Of the labels, else of the inputs. */
function orderOf({ heads: [head], inputs: [input] }: TrainingRun): string | undefined {
  const labels = head && 'order' in head.labels ? valueOf(head.labels.order) : undefined;
  return labels ?? valueOf(input?.order);
}
