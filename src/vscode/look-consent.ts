/** Whether the data files of a workspace folder may be looked into: asked once for each folder, in a sentence, and only in a trusted workspace. */
import * as vscode from 'vscode';
import { ownPaths, type OwnFiles } from '../plan/own/own-data';
import { fileName } from '../plan/own/sources';
import type { TrainingProgram } from '../facts/training';
import type { Script } from './documents';
import { readOwnFile } from './own-data';

export interface LookConsent {
  /** The files, or why none of them is opened: a sentence. Asks where nobody has answered yet. */
  readonly files: (script: Script, program: TrainingProgram) => Promise<OwnFiles | string>;
}

const KEY = 'lossProbe.lookIntoData';

const untrusted = 'This workspace is not trusted, so no data file was opened.';

export function openLookConsent(memento: vscode.Memento): LookConsent {
  const answers = (): Readonly<Record<string, boolean>> => {
    const stored = memento.get<unknown>(KEY);
    return typeof stored === 'object' && stored !== null ? (stored as Readonly<Record<string, boolean>>) : {};
  };
  const allowed = async (folder: string, names: string): Promise<boolean> => {
    const known = answers()[folder];
    if (known !== undefined) return known;
    const look = 'Look into them';
    const never = 'Not in this folder';
    const answer = await vscode.window.showInformationMessage(
      `May Loss Probe count what stands in the data files of this folder (${names})? They are read on this machine, never run and never sent.`,
      look,
      never,
    );
    // Closed without an answer: not now, and asked again.
    if (answer === undefined) return false;
    await memento.update(KEY, { ...answers(), [folder]: answer === look });
    return answer === look;
  };
  return {
    async files(script, program) {
      const paths = ownPaths(program);
      if (paths.length === 0) return new Map();
      if (!vscode.workspace.isTrusted) return untrusted;
      const folder = vscode.workspace.getWorkspaceFolder(script.uri)?.uri.toString();
      if (folder === undefined) return 'The file lies in no folder of the workspace, so no data file was opened.';
      if (!(await allowed(folder, paths.slice(0, 3).map(fileName).join(', '))))
        return 'Data files of this folder are not opened.';
      return new Map(await Promise.all(paths.map(async (path) => [path, await readOwnFile(script, path)] as const)));
    },
  };
}
