import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';

/**
 * Steps in which easy tasks of made-up data are learned: most in the first number, regressions by small nets at Adam's default rate in the
 * second. Programs that make fewer are first tested as they are.
 */
const stages: readonly number[] = [400, 2000];
/** Weights up to which the second stage takes seconds. */
const small = 20_000;

/**
 * The same experiment with more epochs, when a program makes so few steps that nothing was learned in them: a toy script of ten epochs over
 * a hundred samples says nothing about its loss function. None where the length is not the reason.
 */
export function longerExperiment(experiment: Experiment, verdict: Verdict): Experiment | undefined {
  const { reason } = verdict;
  const short =
    reason.kind === 'neither-learned' || (reason.kind === 'not-learned' && reason.nanRuns === 0 && reason.unmovedRuns === 0);
  if (!short) return undefined;
  const steps = Math.max(...experiment.arms.map(({ fit }) => fit.epochs * Math.ceil(experiment.data.samples / fit.batchSize)));
  const target = stages.find((stage) => stage > steps);
  const parameters = Math.max(0, ...verdict.arms.map((arm) => arm.parameters));
  if (target === undefined || (target !== stages[0] && parameters > small)) return undefined;
  const factor = Math.ceil(target / steps);
  return {
    ...experiment,
    arms: experiment.arms.map((arm) => ({ ...arm, fit: { ...arm.fit, epochs: arm.fit.epochs * factor } })),
    budget: { ...experiment.budget, steps: target },
    stepsAsWritten: experiment.stepsAsWritten ?? steps,
  };
}
