/** The editor as the world of the language models' tools: files as they are typed, tests in the window's worker. */
import * as vscode from 'vscode';
import { lookAtData } from '../evidence/data/look';
import { readLog } from '../evidence/log/read-log';
import { outsideReach } from '../read/frameworks';
import type { ProbeRunner } from '../protocol/probe-runner';
import { rules } from '../rules/index';
import type { FileRead, ToolWorld } from '../tools/world';
import type { Checker } from './checker';
import { openScript, sourceOf } from './documents';
import type { LookConsent } from './look-consent';
import { wordsOf } from './log';
import { logKept } from './why';

export interface ToolWorldOptions {
  readonly checker: Checker;
  readonly consent: LookConsent;
  readonly runner: () => ProbeRunner;
  /** Cancels what trains. */
  readonly token: vscode.CancellationToken;
}

export const toolWorld = ({ checker, consent, runner, token }: ToolWorldOptions): ToolWorld => ({
  rules,
  async read(file, data) {
    try {
      return await readScript(uriOf(file), data, checker, consent);
    } catch (error) {
      return { error: `It cannot be opened (${wordsOf(error)}).` };
    }
  },
  async readLog(file) {
    try {
      const bytes = await vscode.workspace.fs.readFile(uriOf(file));
      return { log: { log: readLog(new TextDecoder().decode(bytes)), name: file } };
    } catch {
      return { error: `${file}: there is no such file.` };
    }
  },
  async train(experiment) {
    const running = runner().start(experiment);
    if (token.isCancellationRequested) running.cancel();
    const listening = token.onCancellationRequested(() => running.cancel());
    try {
      return await running.result;
    } finally {
      listening.dispose();
    }
  },
});

async function readScript(
  uri: vscode.Uri,
  data: boolean,
  checker: Checker,
  consent: LookConsent,
): Promise<{ readonly read: FileRead } | { readonly error: string }> {
  const script = await openScript(uri);
  if (script === undefined) return { error: 'This is neither a Python file nor a notebook.' };
  const checked = await checker.now(script);
  const { text } = sourceOf(script);
  if (checked === undefined)
    return { error: outsideReach(text, false) ?? 'It mentions neither keras nor tensorflow, so there is nothing to check.' };
  const { analysis } = checked;
  const files = data ? await consent.files(script, analysis.program) : undefined;
  const looked = files === undefined || typeof files === 'string' ? undefined : lookAtData(analysis.program, files);
  const { entry: source, sources, program, reading, relint, reread } = analysis;
  const found = looked ? analysis.lint(looked.program) : { findings: reading.findings, problems: reading.problems };
  return {
    read: {
      ...{ source, sources, reading, relint, reread, files, looked },
      program: looked?.program ?? program,
      findings: found.findings,
      problems: found.problems,
      note: text.trim() === '' ? 'This file is empty.' : outsideReach(text, program.runs.length > 0),
      log: logKept({ ...analysis, program: looked?.program ?? program }),
    },
  };
}

/** An absolute path, a path in one of the folders, or a URI. */
function uriOf(file: string): vscode.Uri {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(file)) return vscode.Uri.parse(file, true);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const absolute = /^(?:[/\\]|[a-z]:)/i.test(file);
  if (folder === undefined) return vscode.Uri.file(file);
  return absolute ? folder.with({ path: vscode.Uri.file(file).path }) : vscode.Uri.joinPath(folder, file);
}
