/** The notebook of the walkthrough: a training that is stuck, with what Keras printed. */
import * as vscode from 'vscode';

/** A copy that may be changed, fresh every time, in the extension's own folder. */
export async function openSample(extension: vscode.Uri, storage: vscode.Uri): Promise<void> {
  const copy = vscode.Uri.joinPath(storage, 'stuck.ipynb');
  await vscode.workspace.fs.createDirectory(storage);
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(extension, 'media', 'walkthrough', 'stuck.ipynb'), copy, {
    overwrite: true,
  });
  await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(copy));
}
