/** The examples in the editor, and what the extension says about them there. */
import * as vscode from 'vscode';
import { eventually } from './eventually';

/** Much longer than anything takes, because a machine may be busy with other things. */
const WAIT_SECONDS = 40;

/** The workspace: a copy of `examples/`, so that tests may edit it. */
export function example(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('No folder is open.');
  return vscode.Uri.joinPath(folder.uri, name);
}

export const openExample = (name: string) => vscode.window.showTextDocument(example(name));

/** Write a Python file into the workspace and open it. */
export async function openText(name: string, text: string): Promise<vscode.TextEditor> {
  await vscode.workspace.fs.writeFile(example(name), Buffer.from(text));
  return openExample(name);
}

let copies = 0;

/** Open a fresh copy of a notebook: reverting one does not bring the text of its cells back. */
export async function openNotebook(name: string): Promise<vscode.NotebookEditor> {
  const copy = example(`copy-${++copies}.ipynb`);
  await vscode.workspace.fs.copy(example(name), copy, { overwrite: true });
  return vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(copy));
}

/** What Loss Probe says about a document now. */
export const findingsIn = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Loss Probe');

/** The rule of a diagnostic: its code, which also links to the rule's page. */
export const ruleOf = ({ code }: vscode.Diagnostic) => String(typeof code === 'object' ? code.value : code);

/** The findings of a document, as soon as they are what a test waits for. */
export function waitForDiagnostics(
  uri: vscode.Uri,
  wanted: (found: readonly vscode.Diagnostic[]) => boolean,
  seconds = WAIT_SECONDS,
): Promise<readonly vscode.Diagnostic[]> {
  return eventually(
    `findings in ${vscode.workspace.asRelativePath(uri)}`,
    () => {
      const found = findingsIn(uri);
      return wanted(found) ? found : undefined;
    },
    seconds,
    () => describeFindings(uri),
  );
}

/** The first finding of a rule in a document, as soon as there is one. */
export function waitForRule(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> {
  return eventually(
    `${rule} in ${vscode.workspace.asRelativePath(uri)}`,
    () => findingsIn(uri).find((finding) => ruleOf(finding) === rule),
    WAIT_SECONDS,
    () => describeFindings(uri),
  );
}

/** The findings of a document in one line, for failures. */
export const describeFindings = (uri: vscode.Uri) =>
  findingsIn(uri)
    .map((found) => `${ruleOf(found)} at ${describeRange(found.range)}`)
    .join(', ') || 'none';

export const describeRange = ({ start, end }: vscode.Range) => `${start.line}:${start.character}-${end.line}:${end.character}`;

/** The code actions offered for a finding, once there is one whose title matches. */
export function waitForAction(
  uri: vscode.Uri,
  finding: vscode.Diagnostic,
  title: RegExp,
  kind?: vscode.CodeActionKind,
): Promise<vscode.CodeAction> {
  let titles: readonly string[] = [];
  return eventually(
    `a code action ${title.toString()}`,
    async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        finding.range,
        kind?.value,
      );
      titles = actions.map((action) => action.title);
      return actions.find((action) => title.test(action.title));
    },
    WAIT_SECONDS,
    () => titles.join(', ') || 'none',
  );
}

/** Apply a code action as the light bulb does: its edit, then its command. */
export async function applyAction(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined && !(await vscode.workspace.applyEdit(action.edit)))
    throw new Error(`"${action.title}" could not be applied.`);
  if (action.command !== undefined)
    await vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
}

/** Find and apply the quick fix of a finding. */
export async function applyQuickFix(uri: vscode.Uri, finding: vscode.Diagnostic, title: RegExp): Promise<void> {
  await applyAction(await waitForAction(uri, finding, title, vscode.CodeActionKind.QuickFix));
}

const NOTEBOOK_CELL = 'vscode-notebook-cell';

/** Undo all edits that were not saved, and close everything: the next test begins with an empty window. */
export async function closeEverything(): Promise<void> {
  for (const notebook of vscode.workspace.notebookDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  // Only what tests edit: the editor's own settings file is dirty for a moment whenever the workbench writes it.
  for (const document of vscode.workspace.textDocuments.filter(
    ({ isDirty, isUntitled, uri }) =>
      isDirty && !isUntitled && uri.scheme !== NOTEBOOK_CELL && vscode.workspace.getWorkspaceFolder(uri) !== undefined,
  )) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Where a text stands in a document: its first occurrence, or the first one after `after`. Throws when it is not there. */
export function rangeOf(document: vscode.TextDocument, text: string, after = ''): vscode.Range {
  const start = document.getText().indexOf(text, document.getText().indexOf(after) + after.length);
  if (start < 0) throw new Error(`"${text}" is not in ${vscode.workspace.asRelativePath(document.uri)}.`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}
