import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import { cleared } from './clearing';
import { longerExperiment } from './follow-up';
import { ranked, remedyExperiment } from './remedies';
import { sweepExperiment, sweepOf } from './sweep';
import { runsInTime, timeLeft } from './time-left';

export interface Tested {
  /** The experiment the verdict is of. */
  readonly experiment: Experiment;
  readonly verdict: Verdict;
}

type Start = (experiment: Experiment) => Promise<Verdict>;

/**
 * Runs a planned experiment: again with more epochs where the program as written is too short to learn anything; then what follows from the
 * result, the changes that make a model learn which does not, and the learning rates around one that was judged. All of it ends by the one deadline.
 */
export async function testExperiment(experiment: Experiment, start: Start): Promise<Tested> {
  let tested: Tested = { experiment, verdict: await start(experiment) };
  for (let longer = longerExperiment(experiment, tested.verdict); longer; longer = longerExperiment(longer, tested.verdict)) {
    const { ms } = tested.verdict;
    const verdict = await start(within(longer, tested.verdict));
    // Too slow for that: what was found in fewer steps stands.
    if (verdict.reason.kind === 'deadline') return { ...tested, verdict: { ...tested.verdict, ms: ms + verdict.ms } };
    tested = { experiment: longer, verdict: { ...verdict, ms: verdict.ms + ms } };
  }
  return { ...tested, verdict: cleared(await furtherTested(tested, start), tested.experiment) };
}

const within = (experiment: Experiment, verdict: Verdict): Experiment => ({
  ...experiment,
  budget: { ...experiment.budget, deadlineMs: timeLeft(experiment, verdict) },
});

/** What was asked for beyond the judgement. Where that comes to nothing (cancelled, too slow) the judgement stands as it is. */
async function furtherTested({ experiment, verdict }: Tested, start: Start): Promise<Verdict> {
  const remedies = runsInTime(remedyExperiment(experiment, verdict), verdict);
  if (remedies) {
    const tried = await start(within(remedies, verdict));
    return tried.arms.length === 0 ? verdict : { ...verdict, remedies: ranked(tried), ms: verdict.ms + tried.ms };
  }
  const others = runsInTime(sweepExperiment(experiment, verdict), verdict);
  if (others) {
    const swept = await start(within(others, verdict));
    const sweep = sweepOf(experiment, verdict, others, swept);
    return swept.arms.length === 0 ? verdict : { ...verdict, sweep, ms: verdict.ms + swept.ms };
  }
  return verdict;
}
