/** Parts of a run's training that the experiment does not rebuild. A model that learns without them is not cleared by it. */
import { valueOf } from '../facts/fact';
import type { FitCall, TapeLoop, TrainingRun, UntrackedWeights } from '../facts/training';
import { classWeights, lossWeights } from './training-specs';

/** As people name them; those of callbacks are told by the course. */
export function leftOutOf(run: TrainingRun, untracked: readonly UntrackedWeights[] = []): readonly string[] {
  const { loop, traits } = run;
  const parts = [
    ...(run.beside ?? []).map(({ what }) => what),
    ...(loop.kind === 'fit' ? ofFit(run, loop) : []),
    ...(loop.kind === 'tape' ? ofTape(loop) : []),
    ...(lossWeights(run) === 'unknown' ? ['loss_weights'] : []),
    ...(traits.adversarial ? ['the other model that it is trained against'] : []),
    ...(traits.reinforcement ? ['targets that the program makes with the model itself'] : []),
    ...(untracked.some(({ kind }) => kind === 'in-call') ? ['layers that are made anew in every call'] : []),
    ...ofOptimizer(run),
  ];
  return [...new Set(parts)];
}

function ofFit(run: TrainingRun, loop: FitCall): readonly string[] {
  const isGiven = (name: string): boolean => {
    const fact = loop.arguments[name];
    return (loop.arrays ?? []).includes(name) || (fact !== undefined && !(fact.kind === 'known' && fact.value === null));
  };
  return [
    ...(isGiven('sample_weight') ? ['sample_weight'] : []),
    ...(isGiven('class_weight') && !classWeights(run) ? ['class_weight'] : []),
    ...(isGiven('initial_epoch') && valueOf(loop.arguments.initial_epoch) === undefined ? ['initial_epoch'] : []),
    ...(loop.resets ? ['weights that are set, or handed on, elsewhere'] : []),
  ];
}

function ofTape({ step, escapes }: TapeLoop): readonly string[] {
  return [
    ...(step.changed ? ['what your loop does to the gradients'] : []),
    ...(escapes ? ['what your loop does to the gradients'] : []),
  ];
}

function ofOptimizer({ optimizer }: TrainingRun): readonly string[] {
  const facts = valueOf(optimizer)?.arguments ?? {};
  return ['use_ema', 'loss_scale_factor'].flatMap((name) => {
    const fact = facts[name];
    const idle = fact === undefined || (fact.kind === 'known' && (fact.value === null || fact.value === false));
    return idle ? [] : [`${name} of the optimizer`];
  });
}
