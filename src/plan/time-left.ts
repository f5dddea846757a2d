/** What can follow a judgement before its deadline, from the time that the judgement itself took. */
import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';

/** Part of the time that is left on which is counted: no two runs take the same time. */
const COUNTED = 0.8;

/** Undefined where there is no deadline. */
export const timeLeft = ({ budget: { deadlineMs } }: Experiment, { ms }: Verdict): number | undefined =>
  deadlineMs === undefined ? undefined : Math.max(0, deadlineMs - ms);

const counted = (experiment: Experiment, verdict: Verdict): number => (timeLeft(experiment, verdict) ?? Infinity) * COUNTED;

/** How many times as many steps the same runs could make. */
export const stepsInTime = (experiment: Experiment, verdict: Verdict): number =>
  verdict.ms <= 0 ? Infinity : counted(experiment, verdict) / verdict.ms;

/** As many runs, and then as many arms, as there is time for; undefined where that is none. */
export function runsInTime(experiment: Experiment | undefined, verdict: Verdict): Experiment | undefined {
  const done = verdict.arms.reduce((sum, { runs }) => sum + runs.length, 0);
  if (experiment === undefined || done === 0 || verdict.ms <= 0) return experiment;
  const possible = Math.floor((counted(experiment, verdict) * done) / verdict.ms);
  const arms = experiment.arms.slice(0, possible);
  if (arms.length === 0) return undefined;
  const count = Math.max(1, Math.min(experiment.seeds.count, Math.floor(possible / arms.length)));
  return { ...experiment, arms, seeds: { ...experiment.seeds, count, extendTo: count } };
}
