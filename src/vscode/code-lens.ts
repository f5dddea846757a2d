/** "Can this model learn?" above every call that compiles or trains a model. */
import * as vscode from 'vscode';
import { placeOfRun } from '../facts/run-place';
import { selector } from './code-actions';
import type { Checker } from './checker';
import { scriptOf } from './documents';
import { locationOf } from './places';

export function registerCodeLens(checker: Checker): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const script = scriptOf(document);
      const checked = script && checker.last(script);
      if (checked === undefined) return [];
      const { analysis } = checked;
      return analysis.program.runs.flatMap((run) => {
        const location = locationOf(analysis, placeOfRun(run));
        if (location?.uri.toString() !== document.uri.toString()) return [];
        return [
          new vscode.CodeLens(location.range, {
            command: 'lossProbe.canThisModelLearn',
            title: 'Can this model learn?',
            tooltip: 'Trains this model, rebuilt in the editor, on easy made-up data of the same shape. Your code is not run.',
            arguments: [analysis.script.uri, run.id],
          }),
        ];
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    checker.onDidCheck(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(selector, provider),
  );
}
