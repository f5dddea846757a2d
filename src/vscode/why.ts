/** "Why isn't my loss changing?": asks for the log where the notebook does not hold it, for consent to look at data once, and shows the answer. */
import * as vscode from 'vscode';
import { diagnose, type Answer, type LogInput } from '../evidence/answer/answer';
import { answerPage } from '../evidence/answer/page';
import { storedLog } from '../evidence/answer/stored';
import { lookAtData } from '../evidence/data/look';
import { readLog } from '../evidence/log/read-log';
import { rules } from '../rules/index';
import type { Analysis } from './analysis';
import type { Checker } from './checker';
import { openScript, scriptOf, type Script } from './documents';
import { guarded, type Log } from './log';
import type { LookConsent } from './look-consent';
import { outputsOf } from './outputs';
import { placeLabel } from './places';

const SCHEME = 'loss-probe-why';

export const WHY_COMMAND = 'lossProbe.why';

export interface WhyWorld {
  readonly checker: Checker;
  readonly consent: LookConsent;
  readonly log: Log;
}

/** The command also returns the answer, for tests and other extensions. */
export function registerWhy({ checker, consent, log }: WhyWorld): vscode.Disposable {
  const pages = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? '',
  };
  const show = async (analysis: Analysis, answer: Answer): Promise<void> => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${analysis.script.uri.path}.why.md` });
    const name = vscode.workspace.asRelativePath(analysis.script.uri);
    pages.set(
      uri.toString(),
      answerPage(name, answer, (place) => placeLabel(analysis, place)),
    );
    changed.fire(uri);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  };
  const why = async (target: unknown): Promise<Answer | undefined> => {
    const script = await scriptFor(target);
    const analysis = script && (await checker.now(script))?.analysis;
    if (analysis === undefined) {
      void vscode.window.showInformationMessage('Open a Python file or notebook that uses Keras or TensorFlow first.');
      return undefined;
    }
    const asked = logKept(analysis) ? undefined : await askForLog();
    if (asked === 'cancelled') return undefined;
    const files = await consent.files(analysis.script, analysis.program);
    const looked =
      typeof files === 'string' ? { program: analysis.program, read: [], not: [files] } : lookAtData(analysis.program, files);
    // The log belongs to the trainings of the program with what its files say.
    const given = asked ?? logKept({ ...analysis, program: looked.program });
    const { findings } = typeof files === 'string' ? analysis : analysis.lint(looked.program);
    const answer = diagnose({ program: looked.program, sources: analysis.sources, findings, rules, looked, log: given });
    await show(analysis, answer);
    return answer;
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
    vscode.commands.registerCommand(WHY_COMMAND, (target: unknown) => guarded(log, WHY_COMMAND, () => why(target))),
  );
}

/** Of a URI (lens, light bulb), of a notebook's cell (its toolbar), or of the editor in front. */
async function scriptFor(target: unknown): Promise<Script | undefined> {
  if (target instanceof vscode.Uri) return openScript(target);
  const notebook = (target as { readonly notebook?: vscode.NotebookDocument } | undefined)?.notebook;
  if (notebook) return { kind: 'notebook', uri: notebook.uri, notebook };
  const open = vscode.window.activeNotebookEditor?.notebook;
  if (open) return { kind: 'notebook', uri: open.uri, notebook: open };
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(({ document }) => scriptOf(document));
  return editor && scriptOf(editor.document);
}

/** The log that a notebook keeps, where it keeps one. */
export const logKept = ({ script, program, entry }: Pick<Analysis, 'script' | 'program' | 'entry'>): LogInput | undefined =>
  script.kind === 'notebook' ? storedLog(outputsOf(script.notebook), program, entry) : undefined;

async function askForLog(): Promise<LogInput | undefined | 'cancelled'> {
  const editor = vscode.window.activeTextEditor;
  const selection = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : '';
  const clipboard = await vscode.env.clipboard.readText();
  const items: (vscode.QuickPickItem & { readonly log: () => Promise<LogInput | undefined | 'cancelled'> })[] = [
    ...textItem('The selection', selection),
    ...textItem('The clipboard', clipboard),
    { label: 'A file…', detail: 'What the training printed, or the file of a CSVLogger', log: logOfFile },
    { label: 'No log', detail: 'Ask the code and the data alone', log: () => Promise.resolve(undefined) },
  ];
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Where is what your training printed?' });
  return chosen === undefined ? 'cancelled' : chosen.log();
}

/** Offered only where a training can be read from it. */
function textItem(label: string, text: string): readonly (vscode.QuickPickItem & { readonly log: () => Promise<LogInput> })[] {
  const log = readLog(text);
  const epochs = log.fits.reduce((sum, { epochs: all }) => sum + all.length, 0);
  if (epochs === 0 && log.warnings.length === 0) return [];
  return [
    { label, detail: `${epochs} epochs can be read from it`, log: () => Promise.resolve({ log, name: label.toLowerCase() }) },
  ];
}

async function logOfFile(): Promise<LogInput | 'cancelled'> {
  const [uri] = (await vscode.window.showOpenDialog({ title: 'What the training printed', canSelectMany: false })) ?? [];
  if (uri === undefined) return 'cancelled';
  const bytes = await vscode.workspace.fs.readFile(uri);
  return { log: readLog(new TextDecoder().decode(bytes)), name: vscode.workspace.asRelativePath(uri) };
}
