import { valueOf } from '../../facts/fact';
import type { TrainingRun } from '../../facts/training';
import { samplesOf } from './pipelines';
import { fitOf } from '../guards';

/** Updates in one epoch of `fit`, where the number of samples and the size of a batch are known. */
export function stepsPerEpoch(run: TrainingRun): number | undefined {
  const loop = fitOf(run);
  if (!loop || loop.method === 'train_on_batch') return undefined;
  const given = loop.arguments.steps_per_epoch;
  const steps = valueOf(given);
  if (typeof steps === 'number') return steps;
  if (given && given.kind !== 'known') return undefined;
  const samples = samplesOf(run.inputs[0]);
  const batch = valueOf(loop.batchSize);
  const split = valueOf(loop.arguments.validation_split);
  if (samples === undefined || batch === undefined || batch < 1) return undefined;
  return Math.ceil((samples * (1 - (typeof split === 'number' ? split : 0))) / batch);
}

/** How often `fit` changes the weights in all. */
export function updatesOf(run: TrainingRun): number | undefined {
  const steps = stepsPerEpoch(run);
  const loop = fitOf(run);
  const epochs = loop && valueOf(loop.epochs);
  const initial = loop && valueOf(loop.arguments.initial_epoch);
  if (steps === undefined || epochs === undefined) return undefined;
  return steps * (epochs - (typeof initial === 'number' ? initial : 0));
}
