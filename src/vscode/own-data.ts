/**
 * The data files that a script reads, for tests on the user's own rows. They are read only in a trusted workspace, only below the workspace
 * folder, and only after somebody asked for it in this workspace; nothing of them leaves the editor.
 */
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { LARGEST_FILE, offeredFiles, type OwnFile, type OwnFiles } from '../plan/own/own-data';
import type { TrainingRun } from '../facts/training';
import type { Script } from './documents';

/** What was answered once for this workspace. */
export type DataChoice = 'own' | 'made-up' | 'never';

export interface OwnData {
  readonly choice: () => DataChoice | undefined;
  readonly choose: (choice: DataChoice) => Thenable<void>;
  /** Name of the file that this run reads, where it is there and may be used. */
  readonly offered: (script: Script, run: TrainingRun | undefined) => Promise<string | undefined>;
  readonly read: (script: Script, run: TrainingRun | undefined) => Promise<OwnFiles>;
}

const KEY = 'lossProbe.dataOfTests';

export function openOwnData(memento: vscode.Memento): OwnData {
  const choice = (): DataChoice | undefined => {
    const stored = memento.get<unknown>(KEY);
    return stored === 'own' || stored === 'made-up' || stored === 'never' ? stored : undefined;
  };
  return {
    choice: () => (vscode.workspace.isTrusted ? choice() : 'never'),
    choose: (next) => memento.update(KEY, next),
    async offered(script, run) {
      const files = run && offeredFiles(run);
      if (!vscode.workspace.isTrusted || files === undefined || choice() === 'never') return undefined;
      const found = await Promise.all(files.paths.map((path) => locate(script, path)));
      return found.every((one) => one.kind === 'found') ? files.name : undefined;
    },
    async read(script, run) {
      const paths = (run && offeredFiles(run)?.paths) ?? [];
      return new Map(await Promise.all(paths.map(async (path) => [path, await readOwnFile(script, path)] as const)));
    },
  };
}

type Located =
  | { readonly kind: 'found'; readonly uri: vscode.Uri; readonly size: number }
  | { readonly kind: 'problem'; readonly problem: string };

const problem = (text: string): Located => ({ kind: 'problem', problem: text });

/** Beside the script first, then from the workspace folder, since programs are started from either. */
async function locate({ uri }: Script, path: string): Promise<Located> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (folder === undefined || !vscode.workspace.isTrusted) return problem('it lies outside the workspace');
  const written = path.replaceAll('\\', '/');
  const absolute = /^(?:\/|[A-Za-z]:\/)/.test(written);
  const candidates = absolute
    ? // Joined, so that `..` in it is resolved before it is compared.
      [vscode.Uri.joinPath(folder.with({ path: '/' }), written)]
    : [vscode.Uri.joinPath(uri, '..', written), vscode.Uri.joinPath(folder, written)];
  for (const candidate of candidates) {
    if (!candidate.path.startsWith(`${folder.path.replace(/\/$/, '')}/`)) return problem('it lies outside the workspace');
    try {
      const { size, type } = await vscode.workspace.fs.stat(candidate);
      // A link may lead anywhere, and so may one among the folders above it.
      if (type !== vscode.FileType.File) return problem('it is not a plain file');
      if (!(await isReallyBelow(candidate, folder))) return problem('it lies outside the workspace');
      return { kind: 'found', uri: candidate, size };
    } catch {
      // Looked for in the next place.
    }
  }
  return problem('there is no such file');
}

/** Whether it lies there after links are resolved. Remote file systems do that where they are; only the local one can be asked here. */
async function isReallyBelow(file: vscode.Uri, folder: vscode.Uri): Promise<boolean> {
  if (file.scheme !== 'file') return true;
  const [real, root] = await Promise.all([realpath(file.fsPath), realpath(folder.fsPath)]);
  const way = relative(root, real);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A file below the workspace folder, by the path as a program writes it. */
export async function readOwnFile(script: Script, path: string): Promise<OwnFile> {
  const found = await locate(script, path);
  if (found.kind === 'problem') return { problem: found.problem };
  if (found.size > LARGEST_FILE)
    return { problem: `it has ${Math.round(found.size / 1e6)} MB, and files over ${LARGEST_FILE / 1e6} MB are not read` };
  try {
    return { bytes: await vscode.workspace.fs.readFile(found.uri) };
  } catch {
    return { problem: 'it cannot be read' };
  }
}
