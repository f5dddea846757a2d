/** Which program a document belongs to: a script is one of its own; all Python cells of a notebook are one. */
import * as vscode from 'vscode';
import { joinCells } from '../text/notebook';
import type { SourceId } from '../text/place';
import type { Source } from '../text/source';

export type Script =
  | { readonly kind: 'file'; readonly uri: vscode.Uri; readonly document: vscode.TextDocument }
  | { readonly kind: 'notebook'; readonly uri: vscode.Uri; readonly notebook: vscode.NotebookDocument };

export const selector: vscode.DocumentSelector = [{ language: 'python' }];

/** Documents with a history or a temporary life of their own (diffs, chats, output) are not checked. */
const schemes = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-test-web', 'github', 'memfs']);

const isNotebookCell = ({ uri }: vscode.TextDocument): boolean => uri.scheme === 'vscode-notebook-cell';

/** The script or notebook of a document; undefined for everything that is not Python. */
export function scriptOf(document: vscode.TextDocument): Script | undefined {
  if (document.languageId !== 'python') return undefined;
  if (!isNotebookCell(document))
    return schemes.has(document.uri.scheme) ? { kind: 'file', uri: document.uri, document } : undefined;
  const notebook = vscode.workspace.notebookDocuments.find((one) => one.getCells().some((cell) => cell.document === document));
  return notebook === undefined ? undefined : { kind: 'notebook', uri: notebook.uri, notebook };
}

/** The script or notebook with this URI, opened if need be. */
export async function openScript(uri: vscode.Uri): Promise<Script | undefined> {
  const key = uri.toString();
  const notebook = vscode.workspace.notebookDocuments.find((one) => one.uri.toString() === key);
  if (notebook !== undefined) return { kind: 'notebook', uri, notebook };
  if (uri.path.endsWith('.ipynb')) return { kind: 'notebook', uri, notebook: await vscode.workspace.openNotebookDocument(uri) };
  return scriptOf(await vscode.workspace.openTextDocument(uri));
}

/** The script or notebook with this URI, if an editor has it open. */
export function scriptAt(uri: vscode.Uri): Script | undefined {
  const key = uri.toString();
  const notebook = vscode.workspace.notebookDocuments.find((one) => one.uri.toString() === key);
  if (notebook !== undefined) return { kind: 'notebook', uri, notebook };
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === key);
  return document && scriptOf(document);
}

/** Names the script among all that are open. */
export const keyOf = ({ uri }: Script): string => uri.toString();

/** Texts are known by their path; scheme and authority are those of the script. */
export const idOf = (uri: vscode.Uri): SourceId => uri.path;

const pythonCells = (notebook: vscode.NotebookDocument): readonly vscode.NotebookCell[] =>
  notebook.getCells().filter(({ kind, document }) => kind === vscode.NotebookCellKind.Code && document.languageId === 'python');

/** The script's text as it is now in the editor. */
export function sourceOf(script: Script): Source {
  const id = idOf(script.uri);
  if (script.kind === 'file') return { id, text: script.document.getText() };
  const cells = pythonCells(script.notebook).map((cell) => ({ index: cell.index, text: cell.document.getText() }));
  return { id, ...joinCells(cells) };
}
