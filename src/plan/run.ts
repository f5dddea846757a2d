import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import { longerExperiment } from './follow-up';

export interface Tested {
  /** The experiment the verdict is of. */
  readonly experiment: Experiment;
  readonly verdict: Verdict;
}

/** Runs a planned experiment, and again with more epochs where the program as written is too short to learn anything. */
export async function testExperiment(
  experiment: Experiment,
  start: (experiment: Experiment) => Promise<Verdict>,
): Promise<Tested> {
  let tested: Tested = { experiment, verdict: await start(experiment) };
  for (let longer = longerExperiment(experiment, tested.verdict); longer; longer = longerExperiment(longer, tested.verdict)) {
    const { ms } = tested.verdict;
    const verdict = await start(longer);
    tested = { experiment: longer, verdict: { ...verdict, ms: verdict.ms + ms } };
  }
  return tested;
}
