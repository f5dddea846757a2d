/**
 * Keeps every open script checked: 300 ms after the last change it is read again. While the text does not parse near the last change, the
 * findings stay as they were and move with the text.
 */
import * as vscode from 'vscode';
import { placeOfRun } from '../facts/run-place';
import type { TrainingRun } from '../facts/training';
import type { Finding } from '../finding/finding';
import { withProvenFixes } from '../lint/proof';
import { movedBy, type TextChange } from '../text/moved';
import type { Analysis, Analyzer } from './analysis';
import { idOf, keyOf, scriptOf, sourceOf, type Script } from './documents';
import { afterTest, type Outcomes } from './outcomes';
import { startOf } from './places';
import type { Closing } from './closing';
import { watchNotebookTabs } from './notebook-tabs';

const DEBOUNCE_MS = 300;

/** What is shown of a script now. */
export interface Checked {
  readonly analysis: Analysis;
  readonly findings: readonly Finding[];
  /** The trainings and where they stand in the text as it is now; while somebody is in the middle of a line, those of before. */
  readonly runs: readonly PlacedRun[];
}

export interface PlacedRun {
  readonly run: TrainingRun;
  readonly place: Finding['place'];
}

export interface Checker extends Closing {
  /** What is known of the script that was checked last, which may be older than its text. */
  readonly last: (script: Script) => Checked | undefined;
  /** What is known of the script as it is now; reads it again if it has changed. */
  readonly now: (script: Script) => Promise<Checked | undefined>;
  /** A script has other findings, or was closed. */
  readonly onDidCheck: vscode.Event<Script>;
}

interface State {
  script: Script;
  checked: Checked | undefined;
  /** Text that `checked` speaks of. */
  text: string | undefined;
  /** Of the change that was made last, in the program's text. */
  lastChange: TextChange | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  reading: Promise<void> | undefined;
}

export function openChecker(analyzer: Analyzer, outcomes: Outcomes): Checker {
  const states = new Map<string, State>();
  const checkedEvent = new vscode.EventEmitter<Script>();

  const stateOf = (script: Script): State => {
    const key = keyOf(script);
    const known = states.get(key);
    if (known !== undefined) {
      known.script = script;
      return known;
    }
    const state: State = {
      script,
      checked: undefined,
      text: undefined,
      lastChange: undefined,
      timer: undefined,
      reading: undefined,
    };
    states.set(key, state);
    return state;
  };

  const check = async (state: State): Promise<void> => {
    const { text } = sourceOf(state.script);
    const analysis = await analyzer.analyze(state.script);
    if (states.get(keyOf(state.script)) !== state) return;
    state.text = text;
    const kept = state.checked;
    if (analysis !== undefined && kept !== undefined && isBeingWritten(analysis, state.lastChange)) {
      state.checked = { analysis, findings: kept.findings, runs: kept.runs };
    } else {
      state.checked = analysis && {
        analysis,
        findings: advised(analysis).map((finding, i) => {
          const asFound = analysis.findings[i] ?? finding;
          const tested = outcomes.of(analysis, asFound);
          // What a test did not bear out is no advice any more.
          const told = tested?.outcome === 'not-reproduced' || tested?.outcome === 'fix-worse' ? asFound : finding;
          return afterTest(told, tested);
        }),
        runs: analysis.program.runs.map((run) => ({ run, place: placeOfRun(run) })),
      };
    }
    checkedEvent.fire(state.script);
  };

  const schedule = (script: Script, delay = DEBOUNCE_MS): void => {
    const state = stateOf(script);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => void settle(state), delay);
  };

  /** One reading at a time for a script; what was changed meanwhile is read after it. */
  const settle = async (state: State): Promise<void> => {
    clearTimeout(state.timer);
    while (state.reading !== undefined) await state.reading;
    state.reading = check(state);
    await state.reading;
    state.reading = undefined;
  };

  const close = (script: Script): void => {
    const state = states.get(keyOf(script));
    if (state === undefined) return;
    clearTimeout(state.timer);
    states.delete(keyOf(script));
    checkedEvent.fire(script);
  };

  const opened = (document: vscode.TextDocument): void => {
    const script = scriptOf(document);
    if (script !== undefined) schedule(script, 0);
  };

  const openedNotebook = (notebook: vscode.NotebookDocument): void =>
    notebook.getCells().forEach(({ document }) => opened(document));
  const closedNotebook = (notebook: vscode.NotebookDocument): void => close({ kind: 'notebook', uri: notebook.uri, notebook });

  const changed = ({ document, contentChanges }: vscode.TextDocumentChangeEvent): void => {
    if (contentChanges.length === 0) return;
    const script = scriptOf(document);
    if (script !== undefined) {
      const state = stateOf(script);
      const start = state.checked === undefined ? 0 : (startOf(state.checked.analysis, document) ?? 0);
      for (const { rangeOffset, rangeLength, text } of contentChanges)
        move(state, { offset: start + rangeOffset, length: rangeLength, inserted: text.length });
      schedule(script);
    }
    // Programs that import this one are read again too.
    const id = idOf(document.uri);
    for (const state of states.values())
      if (idOf(state.script.uri) !== id && state.checked?.analysis.sources.has(id) === true) schedule(state.script);
  };

  const everything = (): void => states.forEach(({ script }) => schedule(script));
  const modules = vscode.workspace.createFileSystemWatcher('**/{*.py,pyproject.toml}');
  const saved = (uri: vscode.Uri): void => {
    const isModule = uri.path.endsWith('.py');
    const open = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (!isModule || !open) everything();
  };

  const listeners: readonly Closing[] = [
    modules,
    modules.onDidChange(saved),
    modules.onDidCreate(saved),
    modules.onDidDelete(saved),
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(changed),
    vscode.workspace.onDidCloseTextDocument((document) => {
      const script = scriptOf(document);
      if (script?.kind === 'file') close(script);
    }),
    vscode.workspace.onDidOpenNotebookDocument(openedNotebook),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
      if (contentChanges.length > 0) schedule({ kind: 'notebook', uri: notebook.uri, notebook });
    }),
    vscode.workspace.onDidCloseNotebookDocument(closedNotebook),
    watchNotebookTabs({ shown: openedNotebook, hidden: closedNotebook }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lossProbe')) everything();
    }),
    outcomes.onDidRecord((key) => {
      const state = states.get(key);
      if (state !== undefined) schedule(state.script, 0);
    }),
    checkedEvent,
  ];
  vscode.workspace.textDocuments.forEach(opened);

  return {
    last: (script) => states.get(keyOf(script))?.checked,
    async now(script) {
      const state = stateOf(script);
      if (state.text !== sourceOf(script).text || state.reading !== undefined) await settle(state);
      return state.checked;
    },
    onDidCheck: checkedEvent.event,
    dispose() {
      states.forEach(({ timer }) => clearTimeout(timer));
      states.clear();
      listeners.forEach((one) => one.dispose());
    },
  };
}

/** Characters that may be read again to try, in one check, the fixes that messages speak of. */
const MOST_READ_AGAIN = 200_000;

/** The findings with what to do as their last sentence: the first fix that holds. Agents and screen readers get nothing but the message. */
function advised({ findings, reading, relint, sources }: Analysis): readonly Finding[] {
  const length = [...sources.values()].reduce((sum, { text }) => sum + text.length, 0);
  let left = MOST_READ_AGAIN;
  const spend = (): boolean => (left -= length) >= 0;
  return findings.map((finding) => {
    const [fix] = withProvenFixes(reading, { ...finding, fixes: finding.fixes.slice(0, 1) }, relint, spend).fixes;
    return fix === undefined ? finding : { ...finding, message: `${finding.message} Fix: ${fix.title}.` };
  });
}

/** The script does not parse where it was changed last: somebody is in the middle of a line. */
function isBeingWritten({ broken, entry }: Analysis, change: TextChange | undefined): boolean {
  if (change === undefined) return false;
  const from = entry.text.lastIndexOf('\n', change.offset - 1);
  const next = entry.text.indexOf('\n', change.offset + change.inserted);
  const to = next === -1 ? entry.text.length : next;
  return broken.some(({ start, end }) => start <= to && end >= from);
}

/** Findings of the changed text move with it, so that what is shown stays where it belongs. */
function move(state: State, change: TextChange): void {
  state.lastChange = change;
  if (state.checked === undefined) return;
  const id = idOf(state.script.uri);
  const moved = <T extends { readonly place: Finding['place'] }>(one: T): T =>
    one.place.source === id ? { ...one, place: movedBy(one.place, change) } : one;
  state.checked = {
    analysis: state.checked.analysis,
    runs: state.checked.runs.map(moved),
    findings: state.checked.findings.map((finding) => ({
      ...moved(finding),
      related: finding.related.map(moved),
      // Its edits were made for the text before.
      fixes: [],
    })),
  };
}
