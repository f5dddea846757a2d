/** Reading the workspace: what is open in the editor first, then its file system, which may be a remote or virtual one. */
import * as vscode from 'vscode';
import type { Closing } from './closing';

/** Larger texts are data or generated; reading them would take seconds. As on the command line. */
export const LARGEST_TEXT = 2_000_000;

const decoder = new TextDecoder();

/** The text of a file, or undefined where there is none. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
  if (open !== undefined) return open.getText();
  try {
    // Only what ends is read: no pipe or device, and no more than the command line reads.
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0 || size > LARGEST_TEXT) return undefined;
    return decoder.decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** Files by URI, read once until something changes. */
export interface FileCache<T> extends Closing {
  readonly get: (uri: vscode.Uri) => Promise<T | undefined>;
}

/** @param glob which files are watched; a change in one of them forgets it */
export function openFileCache<T>(glob: string, make: (uri: vscode.Uri, text: string) => T): FileCache<T> {
  const entries = new Map<string, Promise<T | undefined>>();
  const watcher = vscode.workspace.createFileSystemWatcher(glob);
  const forget = (uri: vscode.Uri): void => void entries.delete(uri.toString());
  const listeners = [
    watcher,
    watcher.onDidChange(forget),
    watcher.onDidCreate(forget),
    watcher.onDidDelete(forget),
    vscode.workspace.onDidChangeTextDocument(({ document }) => forget(document.uri)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => forget(uri)),
  ];
  return {
    get(uri) {
      const key = uri.toString();
      const known = entries.get(key);
      if (known !== undefined) return known;
      const read = readText(uri).then((text) => (text === undefined ? undefined : make(uri, text)));
      entries.set(key, read);
      return read;
    },
    dispose: () => listeners.forEach((one) => void one.dispose()),
  };
}
