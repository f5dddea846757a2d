/** Switching a rule off where the project's people keep their settings. */
import * as vscode from 'vscode';
import { withRuleOff } from '../lint/pyproject-edit';
import { rules } from '../rules/index';

const known = rules.map(({ id }) => id);

export async function disableRule(rule: unknown, where: unknown, uri: unknown): Promise<void> {
  if (typeof rule !== 'string' || !known.includes(rule) || !(uri instanceof vscode.Uri)) return;
  if (where === 'pyproject') await inPyproject(rule, uri);
  else await inSettings(rule, uri);
}

/** In the settings of the workspace, or the person's own where no folder is open. */
async function inSettings(rule: string, uri: vscode.Uri): Promise<void> {
  const target =
    vscode.workspace.workspaceFolders === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  const settings = vscode.workspace.getConfiguration('lossProbe', uri);
  const seen = settings.inspect<Readonly<Record<string, string>>>('rules');
  const there = target === vscode.ConfigurationTarget.Global ? seen?.globalValue : seen?.workspaceValue;
  await settings.update('rules', { ...there, [rule]: 'off' }, target);
}

/** In the nearest pyproject.toml up to the workspace folder, or a new one there. */
async function inPyproject(rule: string, uri: vscode.Uri): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (folder === undefined) {
    void vscode.window.showWarningMessage('This file lies in no folder of the workspace, so it has no pyproject.toml.');
    return;
  }
  const file = (await nearest(uri, folder)) ?? vscode.Uri.joinPath(folder, 'pyproject.toml');
  const edit = new vscode.WorkspaceEdit();
  if (await exists(file)) {
    const document = await vscode.workspace.openTextDocument(file);
    const before = document.getText();
    const after = withRuleOff(before, rule, known);
    if (after === undefined) {
      void vscode.window.showWarningMessage(
        `${vscode.workspace.asRelativePath(file)} keeps its rules in a way that is not edited here; set ${rule} = "off" by hand.`,
      );
      await vscode.window.showTextDocument(document);
      return;
    }
    edit.replace(file, new vscode.Range(new vscode.Position(0, 0), document.positionAt(before.length)), after);
  } else {
    edit.createFile(file, { contents: new TextEncoder().encode(withRuleOff('', rule, known) ?? '') });
  }
  await vscode.workspace.applyEdit(edit);
  await (await vscode.workspace.openTextDocument(file)).save();
}

async function nearest(uri: vscode.Uri, folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (let at = vscode.Uri.joinPath(uri, '..'); at.path.length >= folder.path.length; at = vscode.Uri.joinPath(at, '..')) {
    const file = vscode.Uri.joinPath(at, 'pyproject.toml');
    if (await exists(file)) return file;
  }
  return undefined;
}

const exists = async (uri: vscode.Uri): Promise<boolean> => {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
};
