import { stepsAsked, type Experiment, type Fit } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import { stepsInTime } from './time-left';

/**
 * Steps in which easy tasks of made-up data are learned: most in the first number, regressions by small nets at Adam's default rate in the
 * second. Programs that make fewer are first tested as they are.
 */
const longest = 2000;
const stages: readonly number[] = [400, longest];
/** Weights up to which the second stage takes seconds. */
const small = 20_000;

/** So much longer a training must be to show something else. */
const WORTHWHILE = 1.5;

/**
 * The same experiment with more epochs, when a program makes so few steps that nothing was learned in them: a toy script of ten epochs over
 * a hundred samples says nothing about its loss function. None where the length is not the reason.
 */
export function longerExperiment(experiment: Experiment, verdict: Verdict): Experiment | undefined {
  const { reason } = verdict;
  const short =
    reason.kind === 'neither-learned' || (reason.kind === 'not-learned' && reason.nanRuns === 0 && reason.unmovedRuns === 0);
  if (!short) return undefined;
  const steps = Math.max(...experiment.arms.map(({ fit }) => stepsAsked(fit, experiment.data.samples)));
  // What ended by itself does not go on for longer.
  if (verdict.arms.some(({ stepsPerRun }) => stepsPerRun < Math.min(steps, experiment.budget.steps))) return undefined;
  const parameters = Math.max(0, ...verdict.arms.map((arm) => arm.parameters));
  // A program that trains longer than is usually tested is taken at its word: one's own data is rarely as easy as made-up data, and a low rate
  // is right where steps are many.
  const asked = Math.min(steps, longest);
  if (asked > experiment.budget.steps && parameters <= small)
    return { ...experiment, budget: { ...experiment.budget, steps: asked } };
  const stage = stages.find((one) => one > steps);
  if (stage === undefined || (stage !== stages[0] && parameters > small)) return undefined;
  const target = Math.min(stage, Math.floor(steps * stepsInTime(experiment, verdict)));
  if (target < steps * WORTHWHILE) return undefined;
  const factor = Math.ceil(target / steps);
  return {
    ...experiment,
    arms: experiment.arms.map((arm) => ({ ...arm, fit: longerFit(arm.fit, factor) })),
    budget: { ...experiment.budget, steps: target },
    stepsAsWritten: experiment.stepsAsWritten ?? steps,
  };
}

const longerFit = (fit: Fit, factor: number): Fit => ({
  ...fit,
  epochs: fit.epochs * factor,
  ...(fit.steps !== undefined && { steps: fit.steps * factor }),
});
