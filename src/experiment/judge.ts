/**
 * The judgement, from numbers alone.
 *
 * A difference is told only when it is both large enough to matter and too clear for chance. Two looks are allowed, after the first runs
 * (5) and after the extension (10), each with at most 0.4% chance of a false "confirmed": if the arms do not differ, their runs are
 * exchangeable, so that an exact rank-sum test holds whatever the distribution of the metric is. (Agreement of 5 pairs of 5 alone is no such
 * test: two arms that each learn in half of their runs agree in 3% of the cases.) That there is no difference is told where nearly all pairs
 * are alike, or where a gain of the smallest effect is excluded by the signed ranks of the pairs, which scatter less than the runs.
 */
import { deviation, mean, median, rankSum, rankSumTail, signedRankLow } from './statistics';
import type { ArmResult, Comparison, Figures, Reason, RunResult, Verdict } from './verdict';

/** Differences of the metric smaller than this are not worth telling. */
export const SMALLEST_EFFECT = 0.05;

/** One-sided chance of error allowed per look: complete separation of 5 and 5 runs has 1/252. */
export const P_PER_LOOK = 0.004;

/** Chance of error allowed in saying that the fix does not gain as much as the smallest effect. */
export const P_EXCLUDED = 0.05;

export type ArmJudgement = Pick<
  Comparison,
  'outcome' | 'reason' | 'meanDifference' | 'effectSize' | 'p' | 'better' | 'worse' | 'pairs'
> & {
  /** More runs may decide it. */
  readonly unclear: boolean;
};

/** The metric, cut off at -1; no answer at all (NaN) is worth that. The cut keeps means of r2 meaningful. */
const scoreOf = (run: RunResult): number => (run.metric === null ? -1 : Math.max(-1, run.metric));

/** Compares an arm with the program as written. Runs are paired by position. */
export function compare(asWritten: readonly RunResult[], withFix: readonly RunResult[]): ArmJudgement {
  const pairs = Math.min(asWritten.length, withFix.length);
  const a = asWritten.slice(0, pairs);
  const b = withFix.slice(0, pairs);
  const scoresA = a.map(scoreOf);
  const scoresB = b.map(scoreOf);
  const differences = scoresB.map((score, i) => score - (scoresA[i] ?? 0));
  const better = differences.filter((d) => d > SMALLEST_EFFECT).length;
  const worse = differences.filter((d) => d < -SMALLEST_EFFECT).length;
  const meanDifference = mean(differences);
  const spread = deviation(differences);
  const effectSize = spread > 0 ? meanDifference / spread : null;
  const pBetter = rankSumTail(rankSum(scoresB, scoresA), pairs, pairs);
  const pWorse = rankSumTail(rankSum(scoresA, scoresB), pairs, pairs);
  const figures: Figures = {
    asWritten: finite(median(a.map((run) => run.metric ?? -Infinity))),
    withFix: finite(median(b.map((run) => run.metric ?? -Infinity))),
    chance: median(a.map((run) => run.chance)),
    better,
    worse,
    pairs,
  };
  const base = { meanDifference, effectSize, p: Math.min(pBetter, pWorse), better, worse, pairs };
  const learnedA = majority(a, (run) => run.learned);
  const learnedB = majority(b, (run) => run.learned);
  const clearly = (d: number, p: number): boolean =>
    d > SMALLEST_EFFECT && median(differences.map((x) => x * Math.sign(meanDifference))) > SMALLEST_EFFECT && p <= P_PER_LOOK;

  if (clearly(meanDifference, pBetter) && learnedB) {
    return { ...base, outcome: 'confirmed', reason: whyConfirmed(a, figures), unclear: false };
  }
  if (clearly(-meanDifference, pWorse) && learnedA) {
    return { ...base, outcome: 'fix-worse', reason: { kind: 'difference', ...figures }, unclear: false };
  }
  if (!learnedA && !learnedB) {
    // A few runs that learn may still separate the arms.
    const some = b.some((run) => run.learned) || a.some((run) => run.learned);
    return { ...base, outcome: 'inconclusive', reason: { kind: 'neither-learned', ...figures }, unclear: some };
  }
  // Either nearly all pairs are alike, or, where single runs scatter more than that, a gain worth telling is excluded.
  const excluded = learnedA && signedRankLow(differences.map((d) => d - SMALLEST_EFFECT)) <= P_EXCLUDED;
  if (Math.abs(meanDifference) <= SMALLEST_EFFECT && (better + worse <= pairs * 0.3 || excluded)) {
    return {
      ...base,
      outcome: 'not-reproduced',
      reason: { kind: 'no-difference', ...figures },
      unclear: Math.abs(meanDifference) > SMALLEST_EFFECT / 2,
    };
  }
  return { ...base, outcome: 'inconclusive', reason: { kind: 'runs-disagree', ...figures }, unclear: true };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const majority = (runs: readonly RunResult[], test: (run: RunResult) => boolean): boolean =>
  runs.filter(test).length > runs.length / 2;

function whyConfirmed(asWritten: readonly RunResult[], figures: Figures): Reason {
  const broken = asWritten.filter((run) => run.nanStep !== null);
  if (broken.length > asWritten.length / 2) {
    return { kind: 'nan', runs: broken.length, step: median(broken.map((run) => run.nanStep ?? 0)), ...figures };
  }
  if (majority(asWritten, (run) => run.weightChange === 0)) return { kind: 'weights-unmoved', ...figures };
  if (majority(asWritten, (run) => !run.learned)) return { kind: 'stuck-at-chance', ...figures };
  return { kind: 'difference', ...figures };
}

/** Whether one model alone learns its task. At least 4 of 5 runs decide, either way. */
export function judgeBaseline(runs: readonly RunResult[]): {
  readonly outcome: 'learns' | 'does-not-learn' | 'inconclusive';
  readonly reason: Reason;
  readonly unclear: boolean;
} {
  const learnedRuns = runs.filter((run) => run.learned).length;
  const share = learnedRuns / runs.length;
  const base = {
    metric: finite(median(runs.map((run) => run.metric ?? -Infinity))),
    chance: median(runs.map((run) => run.chance)),
    runs: runs.length,
    learnedRuns,
    nanRuns: runs.filter((run) => run.nanStep !== null).length,
    unmovedRuns: runs.filter((run) => run.weightChange === 0).length,
  };
  if (share >= 0.8) return { outcome: 'learns', reason: { kind: 'learned', ...base }, unclear: false };
  if (share <= 0.2) return { outcome: 'does-not-learn', reason: { kind: 'not-learned', ...base }, unclear: false };
  return { outcome: 'inconclusive', reason: { kind: 'not-learned', ...base }, unclear: true };
}

/** Sums up the runs of an arm. */
export function summarize(arm: Pick<ArmResult, 'role' | 'title' | 'parameters'>, runs: readonly RunResult[]): ArmResult {
  const middle = (of: (run: RunResult) => number | null): number | null =>
    finite(median(runs.map((run) => of(run) ?? -Infinity)));
  return {
    ...arm,
    runs,
    median: {
      metric: middle((run) => run.metric),
      initialLoss: middle((run) => run.initialLoss),
      finalLoss: middle((run) => run.finalLoss),
    },
    chance: median(runs.map((run) => run.chance)),
    learnedRuns: runs.filter((run) => run.learned).length,
    nanRuns: runs.filter((run) => run.nanStep !== null).length,
    unmovedRuns: runs.filter((run) => run.weightChange === 0).length,
    stepsPerRun: Math.max(0, ...runs.map((run) => run.steps)),
  };
}

function withoutUnclear(judged: ArmJudgement & { readonly arm: number }): Comparison {
  const { arm, outcome, reason, meanDifference, effectSize, p, better, worse, pairs } = judged;
  return { arm, outcome, reason, meanDifference, effectSize, p, better, worse, pairs };
}

/** Outcome, reason, comparisons and best fix of the runs so far. */
export function judge(
  arms: readonly ArmResult[],
): Pick<Verdict, 'outcome' | 'reason' | 'comparisons' | 'best'> & { readonly unclear: boolean } {
  const [first, ...others] = arms;
  if (first === undefined)
    return { outcome: 'failed', reason: { kind: 'error', message: 'no arm' }, comparisons: [], unclear: false };
  if (others.length === 0) return { ...judgeBaseline(first.runs), comparisons: [] };
  const judged = others.map((arm, i) => ({ arm: i + 1, ...compare(first.runs, arm.runs) }));
  const rank = { confirmed: 3, inconclusive: 1, 'not-reproduced': 2, 'fix-worse': 0 };
  const best = judged.reduce((a, b) =>
    rank[b.outcome] > rank[a.outcome] || (rank[b.outcome] === rank[a.outcome] && b.meanDifference > a.meanDifference) ? b : a,
  );
  const comparisons = judged.map(withoutUnclear);
  return {
    outcome: best.outcome,
    reason: best.reason,
    comparisons,
    ...(best.outcome === 'confirmed' ? { best: best.arm } : {}),
    unclear: best.unclear,
  };
}
