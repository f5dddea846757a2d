import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';

/** Steps in which an easy task of made-up data can be learned; programs that make fewer are first tested as they are. */
const enough = 400;

/**
 * The same experiment with more epochs, when a program makes so few steps that nothing was learned in them: a toy script of ten epochs over
 * a hundred samples says nothing about its loss function. None where the length is not the reason.
 */
export function longerExperiment(experiment: Experiment, verdict: Verdict): Experiment | undefined {
  const { reason } = verdict;
  const short =
    reason.kind === 'neither-learned' || (reason.kind === 'not-learned' && reason.nanRuns === 0 && reason.unmovedRuns === 0);
  const steps = Math.max(...experiment.arms.map(({ fit }) => fit.epochs * Math.ceil(experiment.data.samples / fit.batchSize)));
  if (!short || experiment.stepsAsWritten !== undefined || steps >= enough) return undefined;
  const factor = Math.ceil(enough / steps);
  return {
    ...experiment,
    arms: experiment.arms.map((arm) => ({ ...arm, fit: { ...arm.fit, epochs: arm.fit.epochs * factor } })),
    budget: { ...experiment.budget, steps: enough },
    stepsAsWritten: steps,
  };
}
