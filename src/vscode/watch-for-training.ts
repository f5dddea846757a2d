/** Looks at every Python text that is open, until one of them may hold training code. */
import * as vscode from 'vscode';
import { mayTrain } from '../read/mentions';
import { scriptOf } from './documents';

/** As long as the checker waits after a change. */
const DEBOUNCE_MS = 300;

/** @param found called once; from then on nothing is watched any more */
export function watchForTraining(found: () => void): vscode.Disposable {
  const timers = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  const stop = (): void => {
    listeners.dispose();
    timers.forEach((timer) => clearTimeout(timer));
    timers.clear();
  };
  const look = (document: vscode.TextDocument): boolean => {
    if (scriptOf(document) === undefined || !mayTrain(document.getText())) return false;
    stop();
    found();
    return true;
  };
  const listeners = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidOpenNotebookDocument((notebook) => notebook.getCells().some(({ document }) => look(document))),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      clearTimeout(timers.get(document));
      timers.set(
        document,
        setTimeout(() => {
          timers.delete(document);
          look(document);
        }, DEBOUNCE_MS),
      );
    }),
  );
  vscode.workspace.textDocuments.some(look);
  return new vscode.Disposable(stop);
}
