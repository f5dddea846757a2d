/** Checks all Python files and notebooks of the workspace, open or not, one after the other; what was found is shown as it is found. */
import * as vscode from 'vscode';
import { isExcluded } from '../lint/config';
import { isGitIgnored, type GitIgnore } from '../lint/git-ignored';
import { mayTrain } from '../read/mentions';
import { readNotebook } from '../text/notebook';
import type { Source } from '../text/source';
import type { Analyzer } from './analysis';
import { idOf } from './documents';
import type { Findings } from './findings';
import { LARGEST_TEXT } from './files';
import type { Log } from './log';

/** Folders of packages and of what is built; the same that the command line leaves out. */
const leftOut = '**/{node_modules,site-packages,__pycache__,__pypackages__,venv,env,virtualenv,build,dist,.*}/**';

/** Notebooks carry outputs, which are not parsed. */
const LARGEST_NOTEBOOK = 100_000_000;

export interface ScanResult {
  readonly files: number;
  /** Files with training code, which were read as programs. */
  readonly programs: number;
  readonly findings: number;
  readonly cancelled: boolean;
  readonly ms: number;
}

export async function scanWorkspace(analyzer: Analyzer, findings: Findings, log: Log): Promise<ScanResult> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title: 'Loss Probe' };
  return vscode.window.withProgress(options, async (progress, token) => {
    const started = performance.now();
    const uris = await filesOf(analyzer, token);
    let [programs, found, done] = [0, 0, 0];
    let shown = started;
    const texts = readAhead(uris);
    for (const uri of uris) {
      if (token.isCancellationRequested) break;
      const source = await texts.next();
      const read = source && mayTrain(source.text) ? await analyzer.analyzeSaved(uri, source) : undefined;
      done++;
      findings.saved(uri, read);
      if (read !== undefined) {
        programs++;
        found += read.findings.length;
      }
      if (performance.now() - shown > 100) {
        shown = performance.now();
        progress.report({ message: `${done} of ${uris.length} files, ${found} findings` });
        // Everything else that waits in this process has its turn.
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    }
    const ms = Math.round(performance.now() - started);
    const cancelled = token.isCancellationRequested;
    log.info(
      `workspace: ${done} of ${uris.length} files, ${programs} with training code, ${found} findings in ${ms} ms${cancelled ? ', cancelled' : ''}`,
    );
    return { files: done, programs, findings: found, cancelled, ms };
  });
}

/** Files that are read at the same time: a remote file system answers each after milliseconds. */
const READ_AT_ONCE = 32;

/** The texts in order, each asked for before it is needed. */
function readAhead(uris: readonly vscode.Uri[]): { readonly next: () => Promise<Source | undefined> } {
  const reading: Promise<Source | undefined>[] = [];
  let asked = 0;
  return {
    next() {
      while (reading.length < READ_AT_ONCE && asked < uris.length) {
        const uri = uris[asked++];
        if (uri !== undefined) reading.push(sourceAt(uri));
      }
      return reading.shift() ?? Promise.resolve(undefined);
    },
  };
}

/** What is found in a file as it is saved now. */
export async function scanFile(uri: vscode.Uri, analyzer: Analyzer, findings: Findings): Promise<void> {
  const source = await sourceAt(uri);
  findings.saved(uri, source && mayTrain(source.text) ? await analyzer.analyzeSaved(uri, source) : undefined);
}

async function filesOf(analyzer: Analyzer, token: vscode.CancellationToken): Promise<readonly vscode.Uri[]> {
  const all = await Promise.all(
    (vscode.workspace.workspaceFolders ?? []).map(async ({ uri: folder }) => {
      const find = (glob: string): Thenable<vscode.Uri[]> =>
        vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), leftOut, undefined, token);
      const [uris, ignoring] = await Promise.all([find('**/*.{py,pyw,ipynb}'), find('**/.gitignore').then(readAll)]);
      const from = (root: string, uri: vscode.Uri): string => uri.path.slice(root.length).replace(/^\//, '');
      const git = ignoring.map(({ uri, text }): GitIgnore => ({
        folder: from(folder.path, uri).slice(0, -'/.gitignore'.length),
        text,
      }));
      const { root, exclude } = await analyzer.excludeOf(vscode.Uri.joinPath(folder, 'any.py'));
      return uris.filter((uri) => !isGitIgnored(from(folder.path, uri), git) && !isExcluded(from(root, uri), exclude));
    }),
  );
  return all.flat().toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const readAll = (uris: readonly vscode.Uri[]): Promise<readonly { readonly uri: vscode.Uri; readonly text: string }[]> =>
  Promise.all(uris.map(async (uri) => ({ uri, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) })));

/** The text as it is saved; undefined where it cannot be read as Python or a notebook. */
async function sourceAt(uri: vscode.Uri): Promise<Source | undefined> {
  const isNotebook = uri.path.endsWith('.ipynb');
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > (isNotebook ? LARGEST_NOTEBOOK : LARGEST_TEXT)) return undefined;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    if (!isNotebook) return { id: idOf(uri), text };
    const notebook = readNotebook(text);
    return notebook.ok ? { id: idOf(uri), text: notebook.text, cells: notebook.cells } : undefined;
  } catch {
    return undefined;
  }
}
