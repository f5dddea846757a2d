/** What the palette, the light bulb and the lens call. */
import * as vscode from 'vscode';
import type { Finding } from '../finding/finding';
import type { TrainingRun } from '../facts/training';
import type { Analysis } from './analysis';
import type { Checker } from './checker';
import { disableRule } from './disable-rule';
import { openScript, scriptOf, type Script } from './documents';
import { guarded, type Log } from './log';
import { openRule } from './pages';
import type { Panel } from './panel';
import { openSample } from './sample';
import { locationOf, offsetOf } from './places';
import { placeOfRun } from '../facts/run-place';
import type { ProbeSession, Subject } from './probe-session';
import { findAgain, isReference } from './reference';
import type { TrainingProgramView } from './training-program';

export interface CommandWorld {
  readonly extension: vscode.Uri;
  readonly checker: Checker;
  readonly session: ProbeSession;
  readonly panel: Panel;
  readonly programs: TrainingProgramView;
  readonly log: Log;
  readonly scan: () => Promise<unknown>;
  /** Where the extension may keep files. */
  readonly storage: vscode.Uri;
}

export function registerCommands({
  scan,
  storage,
  extension,
  checker,
  session,
  panel,
  programs,
  log,
}: CommandWorld): vscode.Disposable {
  const command = (id: string, run: (...parameters: readonly unknown[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(id, (...parameters: readonly unknown[]) => guarded(log, id, () => run(...parameters)));

  const analyzed = async (script: Script | undefined): Promise<Analysis | undefined> =>
    script === undefined ? undefined : (await checker.now(script))?.analysis;

  /** One after the other, in the order given; the status bar says so as long as the panel may be out of sight. */
  const testAll = async (subjects: readonly Subject[]): Promise<void> => {
    panel.reveal();
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Loss Probe is training' }, async () => {
      for (const subject of subjects) await session.test(subject);
    });
  };

  return vscode.Disposable.from(
    command('lossProbe.runProbe', async () => {
      const editor = activeEditor();
      const analysis = await analyzed(editor?.script);
      if (analysis === undefined) {
        say('Open a Python file or notebook that uses Keras or TensorFlow first.');
        return;
      }
      const here = editor && offsetOf(analysis, editor.document, editor.position);
      const subjects = subjectsAt(analysis, here);
      if (subjects.length === 0) {
        say('No model that is trained was found in this file, so there is nothing to test.');
        return;
      }
      await testAll(subjects);
    }),
    command('lossProbe.testFix', async (uri, reference) => {
      const script = uri instanceof vscode.Uri ? await openScript(uri) : activeEditor()?.script;
      const analysis = await analyzed(script);
      if (analysis === undefined) {
        say('Open a Python file or notebook that uses Keras or TensorFlow first.');
        return;
      }
      const editor = activeEditor();
      const finding = isReference(reference)
        ? findAgain(analysis.findings, reference)
        : findingAt(analysis, editor && offsetOf(analysis, editor.document, editor.position));
      if (finding === undefined) {
        say('Put the cursor on a finding first.');
        return;
      }
      await testAll([{ kind: 'finding', analysis, finding }]);
    }),
    command('lossProbe.canThisModelLearn', async (uri, id) => {
      const script = uri instanceof vscode.Uri ? await openScript(uri) : activeEditor()?.script;
      const analysis = await analyzed(script);
      const editor = activeEditor();
      const run =
        analysis?.program.runs.find((one) => one.id === id) ?? (analysis && (await chooseRun(analysis, editor?.position)));
      if (analysis === undefined || run === undefined) {
        say('No model that is trained was found in this file.');
        return;
      }
      await testAll([{ kind: 'model', analysis, run }]);
    }),
    command('lossProbe.showTrainingProgram', async () => {
      const script = activeEditor()?.script;
      if (script === undefined) {
        say('Open a Python file or notebook first.');
        return;
      }
      await programs.open(script);
    }),
    command('lossProbe.disableRule', disableRule),
    command('lossProbe.scanWorkspace', scan),
    command('lossProbe.openSample', () => openSample(extension, storage)),
    command('lossProbe.showInNotebook', showInNotebook),
    command('lossProbe.openRule', (rule) => openRule(extension, rule)),
    command('lossProbe.showPanel', () => {
      panel.reveal();
      panel.show(session.state());
    }),
    command('lossProbe.showLog', () => log.show()),
  );
}

/** A finding of a notebook, in the cell it stands in. */
async function showInNotebook(uri: unknown, cell: unknown, range: unknown): Promise<void> {
  if (!(uri instanceof vscode.Uri) || typeof cell !== 'number' || !(range instanceof vscode.Range)) return;
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const shown = new vscode.NotebookRange(cell, cell + 1);
  const editor = await vscode.window.showNotebookDocument(notebook, { selections: [shown] });
  editor.revealRange(shown, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}

/** Does not wait for the message to be closed. */
function say(sentence: string): undefined {
  void vscode.window.showInformationMessage(sentence);
}

interface ActiveEditor {
  readonly script: Script | undefined;
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
}

/** The text editor or the notebook cell that has, or had last, the keyboard. */
function activeEditor(): ActiveEditor | undefined {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(({ document }) => scriptOf(document));
  if (editor === undefined) return undefined;
  return { script: scriptOf(editor.document), document: editor.document, position: editor.selection.active };
}

const findingAt = ({ findings }: Analysis, offset: number | undefined): Finding | undefined =>
  offset === undefined
    ? undefined
    : findings
        .filter(({ place, experiment }) => experiment.kind === 'train' && place.start <= offset && offset <= place.end)
        .toSorted((a, b) => a.place.end - a.place.start - (b.place.end - b.place.start))[0];

/** The finding under the cursor; else every finding that can be tested; else every model as it is. */
function subjectsAt(analysis: Analysis, offset: number | undefined): readonly Subject[] {
  const here = findingAt(analysis, offset);
  if (here !== undefined) return [{ kind: 'finding', analysis, finding: here }];
  const testable = analysis.findings.filter(({ experiment }) => experiment.kind === 'train');
  if (testable.length > 0) return testable.map((finding) => ({ kind: 'finding', analysis, finding }));
  return analysis.program.runs.map((run) => ({ kind: 'model', analysis, run }));
}

/** The only run, or the one that is chosen, the nearest to the cursor first. */
async function chooseRun(analysis: Analysis, position: vscode.Position | undefined): Promise<TrainingRun | undefined> {
  const runs = analysis.program.runs.flatMap((run) => {
    const location = locationOf(analysis, placeOfRun(run));
    return location === undefined ? [] : [{ run, line: location.range.start.line }];
  });
  const line = position?.line ?? 0;
  const sorted = runs.toSorted((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line));
  if (sorted.length < 2) return sorted[0]?.run;
  const items = sorted.map(({ run, line: at }) => ({ label: run.model.name, description: `line ${at + 1}`, run }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which model?' }))?.run;
}
