/** The same program at other learning rates, so that people see where on the scale their own value lies. */
import type { Arm, Experiment } from '../experiment/experiment';
import type { Sweep, SweepPoint, Verdict } from '../experiment/verdict';
import { plainNumber } from './numbers';

/** Runs at each rate. */
const RUNS = 3;
/** Powers of ten that are looked at. */
const DECADES = [-5, -4, -3, -2, -1, 0] as const;

const rateOf = ({ optimizer }: Arm): number | undefined =>
  typeof optimizer.config.learning_rate === 'number' ? optimizer.config.learning_rate : undefined;

/** The rates that the verdict has not seen yet, as an experiment of their own; undefined where no sweep was asked for. */
export function sweepExperiment(experiment: Experiment, verdict: Verdict): Experiment | undefined {
  const [asWritten] = experiment.arms;
  if (experiment.sweep !== 'learning_rate' || verdict.evidence !== 'trained' || asWritten === undefined) return undefined;
  const seen = experiment.arms.map(rateOf);
  if (seen.includes(undefined)) return undefined;
  const rates = DECADES.map((power) => Number((10 ** power).toPrecision(1))).filter((rate) => !seen.includes(rate));
  const arms = rates.map((rate): Arm => ({
    ...asWritten,
    role: 'variant',
    title: `Variant: learning rate ${plainNumber(rate)}`,
    optimizer: { ...asWritten.optimizer, config: { ...asWritten.optimizer.config, learning_rate: rate } },
  }));
  return { ...experiment, arms, seeds: { ...experiment.seeds, count: RUNS, extendTo: RUNS } };
}

/** All rates in order, the program's own and the fix's marked. */
export function sweepOf(experiment: Experiment, verdict: Verdict, others: Experiment, swept: Verdict): Sweep {
  const points = [pointsOf(experiment, verdict), pointsOf(others, swept)].flat();
  return { setting: 'learning_rate', points: points.toSorted((a, b) => a.value - b.value) };
}

const marks = { asWritten: 'yours', withFix: 'fix', variant: 'other' } as const;

const pointsOf = ({ arms }: Experiment, verdict: Verdict): readonly SweepPoint[] =>
  verdict.arms.flatMap(({ role, median, learnedRuns, runs }, i) => {
    const arm = arms[i];
    const value = arm && rateOf(arm);
    return value === undefined ? [] : [{ value, mark: marks[role], metric: median.metric, learnedRuns, runs: runs.length }];
  });
