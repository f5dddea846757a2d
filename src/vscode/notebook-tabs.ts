/** Notebooks as people see them: the editor keeps a notebook open for minutes after its last tab is gone. */
import * as vscode from 'vscode';

/** Tells of notebooks whose first tab appears and whose last one goes, though the document was open before or stays open. */
export function watchNotebookTabs(on: {
  readonly shown: (notebook: vscode.NotebookDocument) => void;
  readonly hidden: (notebook: vscode.NotebookDocument) => void;
}): vscode.Disposable {
  return vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
    for (const tab of opened) notebooksOf(tab).forEach(on.shown);
    const still = new Set(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(notebooksOf)));
    for (const tab of closed)
      notebooksOf(tab)
        .filter((notebook) => !still.has(notebook))
        .forEach(on.hidden);
  });
}

const notebooksOf = ({ input }: vscode.Tab): readonly vscode.NotebookDocument[] =>
  input instanceof vscode.TabInputNotebook
    ? vscode.workspace.notebookDocuments.filter(({ uri }) => uri.toString() === input.uri.toString())
    : [];
