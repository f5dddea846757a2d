/** What tests said about findings, for as long as the text is the one that was tested. */
import * as vscode from 'vscode';
import type { Outcome } from '../experiment/verdict';
import type { Finding } from '../finding/finding';
import type { Analysis } from './analysis';
import { keyOf } from './documents';
import type { Closing } from './closing';

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
