/** What the light bulb offers: the rule's fixes, the test, silence on this line, and "Fix all". */
import * as vscode from 'vscode';
import type { Finding } from '../finding/finding';
import { fixAll } from '../lint/fix-all';
import { ignoreEdit } from '../lint/ignore-comment';
import { withProvenFixes } from '../lint/proof';
import { lineEdits } from '../text/diff';
import type { Checked, Checker } from './checker';
import { idOf, scriptOf, selector } from './documents';
import { wordsOf, type Log } from './log';
import { locationOf, workspaceEdit } from './places';
import { SOURCE } from './diagnostics';
import { referenceOf } from './reference';
import { placeOfRun } from '../facts/run-place';
import { WHY_COMMAND } from './why';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('lossProbe');

export function registerCodeActions(checker: Checker, log: Log): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    selector,
    {
      async provideCodeActions(document, range, context, token) {
        const script = scriptOf(document);
        if (script === undefined) return [];
        try {
          const checked = await checker.now(script);
          if (checked === undefined || token.isCancellationRequested) return [];
          const wanted = (kind: vscode.CodeActionKind): boolean => context.only === undefined || context.only.contains(kind);
          const here = wanted(vscode.CodeActionKind.QuickFix) ? findingsAt(checked, document, range) : [];
          const actions = here.flatMap((found) => actionsOf(checked, found, context.diagnostics));
          // Looking for everything that could be fixed costs as much as reading the program again: only when it is asked for.
          const all = context.only !== undefined && wanted(fixAllKind) ? fixEverything(checked, document) : undefined;
          const why = wanted(vscode.CodeActionKind.QuickFix) ? whyAction(checked, document, range) : [];
          return [...actions, ...why, ...(all === undefined ? [] : [all])];
        } catch (error) {
          log.error(`code actions: ${wordsOf(error)}`);
          return [];
        }
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind] },
  );
}

/** On a call that trains: from the symptom. */
function whyAction({ analysis }: Checked, document: vscode.TextDocument, range: vscode.Range): readonly vscode.CodeAction[] {
  const trained = analysis.program.runs.some((run) => {
    const location = run.loop.kind === 'none' ? undefined : locationOf(analysis, placeOfRun(run));
    return location?.uri.toString() === document.uri.toString() && location.range.intersection(range) !== undefined;
  });
  if (!trained) return [];
  const action = new vscode.CodeAction("Why isn't my loss changing? (Loss Probe)", vscode.CodeActionKind.QuickFix);
  action.command = { command: WHY_COMMAND, title: "Why isn't my loss changing?", arguments: [analysis.script.uri] };
  return [action];
}

interface Found {
  readonly finding: Finding;
  readonly range: vscode.Range;
}

function findingsAt({ analysis, findings }: Checked, document: vscode.TextDocument, range: vscode.Range): readonly Found[] {
  return findings.flatMap((finding) => {
    const location = locationOf(analysis, finding.place);
    return location?.uri.toString() === document.uri.toString() && location.range.intersection(range) !== undefined
      ? [{ finding, range: location.range }]
      : [];
  });
}

function actionsOf(
  { analysis }: Checked,
  { finding, range }: Found,
  diagnostics: readonly vscode.Diagnostic[],
): readonly vscode.CodeAction[] {
  const own = diagnostics.filter((one) => one.source === SOURCE && one.range.isEqual(range) && one.message === finding.message);
  const made: vscode.CodeAction[] = [];
  let preferred = false;
  // Tried only now that somebody asks: what does not hold is not offered.
  for (const fix of withProvenFixes(analysis.reading, finding, analysis.relint).fixes) {
    const edit = workspaceEdit(analysis, fix.edits);
    if (edit === undefined) continue;
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = edit;
    action.isPreferred = fix.safety === 'safe' && !preferred;
    preferred ||= fix.safety === 'safe';
    made.push(action);
  }
  if (finding.experiment.kind === 'train') {
    const test = new vscode.CodeAction('Test this fix (Loss Probe)', vscode.CodeActionKind.QuickFix);
    test.command = {
      command: 'lossProbe.testFix',
      title: 'Test this fix',
      arguments: [analysis.script.uri, referenceOf(finding)],
    };
    made.push(test);
  }
  if (finding.rule !== 'unused-suppression') {
    const comment = ignoreEdit(analysis.reading, finding, analysis.relint);
    const edit = comment && workspaceEdit(analysis, [comment]);
    if (edit !== undefined) {
      const ignore = new vscode.CodeAction(`Ignore ${finding.rule} on this line`, vscode.CodeActionKind.QuickFix);
      ignore.edit = edit;
      made.push(ignore);
    }
  }
  for (const action of made) action.diagnostics = own;
  return made;
}

/** All safe fixes of this document, until none is left. */
function fixEverything({ analysis }: Checked, document: vscode.TextDocument): vscode.CodeAction | undefined {
  const { sources, applied } = fixAll(analysis.reading, analysis.relint);
  if (applied.length === 0) return undefined;
  const edit = new vscode.WorkspaceEdit();
  for (const one of textsIn(analysis, document)) {
    const after = sources.get(idOf(analysis.script.uri));
    const span = one.cell === undefined ? undefined : after?.cells?.find(({ index }) => index === one.cell);
    const text = after === undefined ? undefined : span === undefined ? after.text : after.text.slice(span.start, span.end);
    if (text !== undefined) replaceChanged(edit, document, one.text, text);
  }
  if (edit.size === 0) return undefined;
  const action = new vscode.CodeAction('Fix all safe Loss Probe findings', fixAllKind);
  action.edit = edit;
  return action;
}

/** The document's part of the program's text: all of it, or that of its cell. */
function textsIn(
  analysis: Checked['analysis'],
  document: vscode.TextDocument,
): readonly { readonly text: string; readonly cell: number | undefined }[] {
  const { script, entry } = analysis;
  if (script.kind === 'file') return [{ text: entry.text, cell: undefined }];
  const index = script.notebook.getCells().find((cell) => cell.document === document)?.index;
  const span = entry.cells?.find((cell) => cell.index === index);
  return span === undefined ? [] : [{ text: entry.text.slice(span.start, span.end), cell: span.index }];
}

/** Replaces what lies between what stayed at the front and at the end: magics, which are masked in the text, stay untouched. */
function replaceChanged(edit: vscode.WorkspaceEdit, document: vscode.TextDocument, before: string, after: string): void {
  for (const { start, end, newText } of lineEdits(before, after))
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), newText);
}
