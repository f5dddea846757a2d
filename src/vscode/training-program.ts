/** "Show training program": what was understood of a script, as read-only text beside it that follows the script. */
import * as vscode from 'vscode';
import { describeProgram } from '../describe/model';
import type { Place } from '../text/place';
import type { Analysis } from './analysis';
import type { Checker } from './checker';
import { keyOf, openScript, sourceOf, type Script } from './documents';
import { outsideReach } from '../read/frameworks';
import { placeLabel } from './places';

const SCHEME = 'loss-probe-program';

export interface TrainingProgramView extends vscode.TextDocumentContentProvider {
  readonly open: (script: Script) => Promise<void>;
  readonly dispose: () => void;
}

export function openTrainingProgramView(checker: Checker): TrainingProgramView {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Set<string>();
  const uriOf = ({ uri }: Script): vscode.Uri =>
    vscode.Uri.from({ scheme: SCHEME, path: `${uri.path}.training-program.txt`, query: uri.toString() });
  const view: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent({ query }) {
      const script = await openScript(vscode.Uri.parse(query));
      const checked = script && (await checker.now(script));
      if (checked !== undefined) return describe(checked.analysis);
      const other = script && outsideReach(sourceOf(script).text, false);
      return `${other ?? 'This script uses neither Keras nor TensorFlow.'}\n`;
    },
  };
  const listeners = [
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, view),
    checker.onDidCheck((script) => {
      if (shown.has(keyOf(script))) changed.fire(uriOf(script));
    }),
  ];
  return {
    ...view,
    async open(script) {
      shown.add(keyOf(script));
      const document = await vscode.workspace.openTextDocument(uriOf(script));
      await vscode.window.showTextDocument(document, {
        viewColumn: vscode.ViewColumn.Beside,
        preserveFocus: true,
        preview: true,
      });
    },
    dispose: () => listeners.forEach((one) => void one.dispose()),
  };
}

const describe = (analysis: Analysis): string => {
  const where = (place: Place): string => {
    const label = placeLabel(analysis, place);
    // The script's own name in every line would say nothing.
    return place.source === analysis.entry.id ? label.slice(label.indexOf(', ') + 2) : label;
  };
  return `${describeProgram(analysis.program, { where })}\n`;
};
