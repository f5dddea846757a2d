/** What can be done after a result. */
import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import type { Finding, Fix } from '../finding/finding';
import { kerasScript } from '../plan/keras-script';
import { valueOffers } from '../plan/values';
import type { PanelOffers } from '../protocol/panel';

/** The fix that the result speaks of: the best arm's, or the first one tested. */
export function testedFix(verdict: Verdict, finding: Finding): Fix | undefined {
  const arm = verdict.arms[verdict.best ?? 1];
  const title = arm?.title.replace(/^With fix: /, '');
  return finding.fixes.find((fix) => fix.title === title) ?? (verdict.arms.length === 0 ? finding.fixes[0] : undefined);
}

/** @param file a file of the user that could be used, with whether somebody decided about it in this workspace */
export function offersOf(
  verdict: Verdict,
  finding: Finding | undefined,
  experiment: Experiment | undefined,
  file?: { readonly name: string; readonly decided: boolean },
): PanelOffers {
  const fix = finding && testedFix(verdict, finding);
  const runs = Math.max(0, ...verdict.arms.map((arm) => arm.runs.length));
  return {
    ...(fix === undefined
      ? {}
      : { fix: { title: fix.title, state: verdict.outcome === 'fix-worse' ? ('withdrawn' as const) : ('open' as const) } }),
    ...(runs === 0 || runs >= 20 ? {} : { moreRuns: runs < 10 ? 10 : 20 }),
    values: experiment === undefined ? [] : valueOffers(experiment),
    exports: experiment === undefined ? [] : kerasScript(experiment) === undefined ? ['json'] : ['python', 'json'],
    ...dataOffer(verdict, experiment, file),
  };
}

function dataOffer(
  { data }: Verdict,
  experiment: Experiment | undefined,
  file: { readonly name: string; readonly decided: boolean } | undefined,
): Pick<PanelOffers, 'data'> {
  if (data.kind === 'own') return { data: { use: 'made-up', file: data.file, asks: false } };
  // A file that was tried and refused is not offered again: what the result assumes says why.
  if (file === undefined || experiment === undefined || experiment.data.notOwn !== undefined) return {};
  return { data: { use: 'own', file: file.name, asks: !file.decided } };
}
