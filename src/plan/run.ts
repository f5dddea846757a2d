import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import { longerExperiment } from './follow-up';

export interface Tested {
  /** The experiment the verdict is of. */
  readonly experiment: Experiment;
  readonly verdict: Verdict;
}

/** Runs a planned experiment, and once more with more epochs where the program as written is too short to learn anything. */
export async function testExperiment(
  experiment: Experiment,
  start: (experiment: Experiment) => Promise<Verdict>,
): Promise<Tested> {
  const verdict = await start(experiment);
  const longer = longerExperiment(experiment, verdict);
  if (!longer) return { experiment, verdict };
  const second = await start(longer);
  return { experiment: longer, verdict: { ...second, ms: verdict.ms + second.ms } };
}
