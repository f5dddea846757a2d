import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import { longerExperiment } from './follow-up';
import { ranked, remedyExperiment } from './remedies';
import { sweepExperiment, sweepOf } from './sweep';

export interface Tested {
  /** The experiment the verdict is of. */
  readonly experiment: Experiment;
  readonly verdict: Verdict;
}

type Start = (experiment: Experiment) => Promise<Verdict>;

/**
 * Runs a planned experiment: again with more epochs where the program as written is too short to learn anything; then what follows from the
 * result, the changes that make a model learn which does not, and the learning rates around one that was judged.
 */
export async function testExperiment(experiment: Experiment, start: Start): Promise<Tested> {
  let tested: Tested = { experiment, verdict: await start(experiment) };
  for (let longer = longerExperiment(experiment, tested.verdict); longer; longer = longerExperiment(longer, tested.verdict)) {
    const { ms } = tested.verdict;
    const verdict = await start(longer);
    tested = { experiment: longer, verdict: { ...verdict, ms: verdict.ms + ms } };
  }
  return { ...tested, verdict: await furtherTested(tested, start) };
}

/** What was asked for beyond the judgement. Where that comes to nothing (cancelled, too slow) the judgement stands as it is. */
async function furtherTested({ experiment, verdict }: Tested, start: Start): Promise<Verdict> {
  const remedies = remedyExperiment(experiment, verdict);
  if (remedies) {
    const tried = await start(remedies);
    return tried.arms.length === 0 ? verdict : { ...verdict, remedies: ranked(tried), ms: verdict.ms + tried.ms };
  }
  const others = sweepExperiment(experiment, verdict);
  if (others) {
    const swept = await start(others);
    const sweep = sweepOf(experiment, verdict, others, swept);
    return swept.arms.length === 0 ? verdict : { ...verdict, sweep, ms: verdict.ms + swept.ms };
  }
  return verdict;
}
