/** A result speaks of the text that was tested; after a change the panel says that it may no longer hold. */
import * as vscode from 'vscode';
import { scriptOf } from './documents';
import type { ProbeSession } from './probe-session';

export function markOutdated(session: ProbeSession): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length === 0) return;
    const script = scriptOf(document);
    if (script === undefined) return;
    const uri = script.uri.toString();
    for (const { id, subject } of session.state().tests)
      if (subject.document === uri)
        session.update(id, (status) => (status.kind === 'result' && !status.outdated ? { ...status, outdated: true } : status));
  });
}
