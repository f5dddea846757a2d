/** "Can this model learn?" above every call that compiles or trains a model, and the way out above a training whose stored output is sick. */
import * as vscode from 'vscode';
import type { Checker } from './checker';
import { scriptOf, selector } from './documents';
import { inPlayNow, locationOf } from './places';
import { logKept, WHY_COMMAND } from './why';
import { contextOf } from '../evidence/answer/context';
import { recognise } from '../evidence/log/recognise';
import type { TrainingRun } from '../facts/training';
import type { Analysis } from './analysis';

export function registerCodeLens(checker: Checker): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const script = scriptOf(document);
      const checked = script && checker.last(script);
      if (checked === undefined) return [];
      if (!vscode.workspace.getConfiguration('lossProbe', document).get<boolean>('codeLens', true)) return [];
      const { analysis, runs } = checked;
      const inPlay = inPlayNow(analysis);
      const sick = sickFits(analysis);
      return runs.flatMap(({ run, place }) => {
        const location = locationOf(inPlay, place);
        if (location?.uri.toString() !== document.uri.toString()) return [];
        const course = sick.get(run);
        return [
          ...(course === undefined
            ? []
            : [
                new vscode.CodeLens(location.range, {
                  command: WHY_COMMAND,
                  title: `${course}: why?`,
                  tooltip: 'Weighs what this training printed with its code and, if you allow it, its data. Nothing is run.',
                  arguments: [analysis.script.uri],
                }),
              ]),
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
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lossProbe.codeLens')) changed.fire();
    }),
    // Outputs come without the text having changed.
    vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
      if (cellChanges.some(({ outputs }) => outputs !== undefined)) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(selector, provider),
  );
}

/** Trainings whose stored output shows a pattern that is no learning, each with the course of its loss. */
function sickFits(analysis: Analysis): ReadonlyMap<TrainingRun, string> {
  const kept = logKept(analysis);
  const sick = new Map<TrainingRun, string>();
  kept?.log.fits.forEach((fit, i) => {
    const run = kept.runOf?.(i);
    const seen = run && recognise(fit, contextOf(run));
    if (run && seen?.state === 'sick') sick.set(run, seen.course);
  });
  return sick;
}
