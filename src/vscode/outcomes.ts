/** What tests said about findings, for as long as the text is the one that was tested. */
import * as vscode from 'vscode';
import type { Outcome } from '../experiment/verdict';
import type { Finding } from '../finding/finding';
import type { Analysis } from './analysis';
import type { Checker } from './checker';
import type { Closing } from './closing';
import { keyOf, scriptAt } from './documents';
import type { TreeResults } from './findings-tree';
import { findAgain } from './reference';

export interface Tested {
  readonly outcome: Outcome;
  /** `No difference here. Probably not why you're stuck.` */
  readonly words: string;
}

export interface Outcomes extends Closing {
  readonly of: (analysis: Analysis, finding: Finding) => Tested | undefined;
  readonly record: (analysis: Analysis, finding: Finding, tested: Tested) => void;
  /** The script of this key has another result. */
  readonly onDidRecord: vscode.Event<string>;
}

const nameOf = ({ script }: Analysis, { rule, place, message }: Finding): string =>
  JSON.stringify([keyOf(script), rule, place, message]);

export function openOutcomes(): Outcomes {
  const known = new Map<string, { readonly text: string; readonly tested: Tested }>();
  const recorded = new vscode.EventEmitter<string>();
  return {
    of(analysis, finding) {
      const found = known.get(nameOf(analysis, finding));
      return found?.text === analysis.entry.text ? found.tested : undefined;
    },
    record(analysis, finding, tested) {
      known.set(nameOf(analysis, finding), { text: analysis.entry.text, tested });
      recorded.fire(keyOf(analysis.script));
    },
    onDidRecord: recorded.event,
    dispose: () => recorded.dispose(),
  };
}

/** After a test: a finding that made no difference is only a hint; a fix that made it worse is withdrawn. */
export function afterTest(finding: Finding, tested: Tested | undefined): Finding {
  if (tested === undefined) return finding;
  const message = `${finding.message}\nLoss probe: ${tested.words}`;
  if (tested.outcome === 'not-reproduced') return { ...finding, message, severity: 'hint' };
  if (tested.outcome === 'fix-worse') return { ...finding, message, fixes: [] };
  return { ...finding, message };
}

/** What the tests of this window said, for the tree: one line beneath a finding of a script that is open. */
export const resultsOfTests = (checker: Checker, outcomes: Outcomes): TreeResults => ({
  onDidChange: outcomes.onDidRecord,
  of(uri, finding) {
    const script = scriptAt(uri);
    const analysis = script && checker.last(script)?.analysis;
    const original = analysis && findAgain(analysis.findings, finding);
    const tested = original && outcomes.of(analysis, original);
    if (tested === undefined) return [];
    const command = { command: 'lossProbe.showPanel', title: 'Show the result' };
    return [{ label: tested.words, tooltip: tested.words, icon: 'beaker', command }];
  },
});
