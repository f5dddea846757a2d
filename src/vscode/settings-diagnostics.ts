/** A wrong value in pyproject.toml is told where it stands, while it is typed. */
import * as vscode from 'vscode';
import { markIn, readPyproject } from '../lint/config';
import { rules } from '../rules/index';
import { SOURCE } from './diagnostics';

const known = rules.map(({ id }) => id);

const isOurs = ({ uri }: vscode.TextDocument): boolean => uri.path.endsWith('/pyproject.toml');

export function openSettingsDiagnostics(): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('lossProbe.settings');
  const look = (document: vscode.TextDocument): void => {
    if (!isOurs(document)) return;
    const text = document.getText();
    // What is wrong in a file that has no table of ours is told by others.
    const { problems, marks } = text.includes('loss-probe') ? readPyproject(text, known) : { problems: [], marks: [] };
    collection.set(
      document.uri,
      problems.map((problem, i) => {
        const { start, end } = markIn(text, marks[i] ?? { key: 'loss-probe' });
        const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
        const diagnostic = new vscode.Diagnostic(range, problem, vscode.DiagnosticSeverity.Warning);
        diagnostic.source = SOURCE;
        return diagnostic;
      }),
    );
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
  );
}
