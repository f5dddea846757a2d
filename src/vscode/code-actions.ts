/** What the light bulb offers, in this order: fixes, the fix for all of a kind, the test, silence, the rule's page; and "Fix all" on save. */
import * as vscode from 'vscode';
import type { Finding } from '../finding/finding';
import { ignoreEdit } from '../lint/ignore-comment';
import { ignoreFileEdit } from '../lint/ignore-file';
import { withProvenFixes } from '../lint/proof';
import { placeOfRun } from '../facts/run-place';
import type { Edit } from '../text/place';
import type { Checked, Checker } from './checker';
import { SOURCE } from './diagnostics';
import { scriptOf, selector } from './documents';
import { fixAllKind, fixAllOf, fixKind, notebookFixAllKind } from './fix-all';
import { wordsOf, type Log } from './log';
import { locationOf, workspaceEdit } from './places';
import { referenceOf } from './reference';
import { WHY_COMMAND } from './why';

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
          // Looking for everything that could be fixed costs as much as reading the program again: only when it is asked for.
          const all = [fixAllKind, notebookFixAllKind].flatMap((kind) =>
            context.only !== undefined && wanted(kind) ? fixAllOf(checked, document, kind) : [],
          );
          return [...(wanted(vscode.CodeActionKind.QuickFix) ? quickFixes(checked, document, range, context) : []), ...all];
        } catch (error) {
          log.error(`code actions: ${wordsOf(error)}`);
          return [];
        }
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind, notebookFixAllKind] },
  );
}

interface Found {
  readonly finding: Finding;
  readonly range: vscode.Range;
  /** The diagnostics of the finding, so that the editor offers its actions with it. */
  readonly diagnostics: vscode.Diagnostic[];
}

/** First the fixes of all that is found here, then the tests, and so on: two findings at one place keep their fixes before everything else. */
function quickFixes(
  checked: Checked,
  document: vscode.TextDocument,
  range: vscode.Range,
  context: vscode.CodeActionContext,
): readonly vscode.CodeAction[] {
  const here = findingsAt(checked, document, range, context.diagnostics);
  const kinds = [...new Map(here.map((found) => [found.finding.rule, found])).values()];
  const silenced = here.filter(({ finding }) => finding.rule !== 'unused-suppression');
  const silencedKinds = kinds.filter(({ finding }) => finding.rule !== 'unused-suppression');
  return [
    ...here.flatMap((found) => fixes(checked, found)),
    ...kinds.flatMap((found) => fixKind(checked, found.finding.rule).map((action) => about(found, action))),
    ...here.flatMap((found) => test(checked, found)),
    ...whyAction(checked, document, range),
    ...silenced.flatMap((found) => ignoreLine(checked, found)),
    ...silencedKinds.flatMap((found) => ignoreFile(checked, found)),
    ...silencedKinds.flatMap((found) => disable(checked, found)),
    ...silencedKinds.map((found) => page(found)),
  ];
}

function findingsAt(
  { analysis, findings }: Checked,
  document: vscode.TextDocument,
  range: vscode.Range,
  diagnostics: readonly vscode.Diagnostic[],
): readonly Found[] {
  return findings.flatMap((finding) => {
    const location = locationOf(analysis, finding.place);
    if (location?.uri.toString() !== document.uri.toString() || location.range.intersection(range) === undefined) return [];
    const own = diagnostics.filter(
      (one) => one.source === SOURCE && one.range.isEqual(location.range) && one.message === finding.message,
    );
    return [{ finding, range: location.range, diagnostics: own }];
  });
}

function about({ diagnostics }: Found, action: vscode.CodeAction): vscode.CodeAction {
  action.diagnostics = diagnostics;
  return action;
}

function editAction({ analysis }: Checked, found: Found, title: string, edits: readonly Edit[]): readonly vscode.CodeAction[] {
  const edit = workspaceEdit(analysis, edits);
  if (edit === undefined) return [];
  const action = about(found, new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix));
  action.edit = edit;
  return [action];
}

function commandAction(found: Found, title: string, command: string, parameters: unknown[]): vscode.CodeAction {
  const action = about(found, new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix));
  action.command = { command, title, arguments: parameters };
  return action;
}

/** Tried only now that somebody asks: what does not hold is not offered. */
function fixes(checked: Checked, found: Found): readonly vscode.CodeAction[] {
  const { reading, relint } = checked.analysis;
  let preferred = false;
  return withProvenFixes(reading, found.finding, relint).fixes.flatMap(({ title, edits, safety }) =>
    editAction(checked, found, title, edits).map((action) => {
      action.isPreferred = safety === 'safe' && !preferred;
      preferred ||= safety === 'safe';
      return action;
    }),
  );
}

const test = ({ analysis: { script } }: Checked, found: Found): readonly vscode.CodeAction[] =>
  found.finding.experiment.kind === 'train'
    ? [commandAction(found, 'Test this fix (Loss Probe)', 'lossProbe.testFix', [script.uri, referenceOf(found.finding)])]
    : [];

function ignoreLine(checked: Checked, found: Found): readonly vscode.CodeAction[] {
  const { reading, relint } = checked.analysis;
  const edit = ignoreEdit(reading, found.finding, relint);
  return edit ? editAction(checked, found, `Ignore ${found.finding.rule} on this line`, [edit]) : [];
}

function ignoreFile(checked: Checked, found: Found): readonly vscode.CodeAction[] {
  const { reading, relint, script } = checked.analysis;
  const edit = ignoreFileEdit(reading, found.finding, relint);
  const whole = script.kind === 'notebook' ? 'notebook' : 'file';
  return edit ? editAction(checked, found, `Ignore ${found.finding.rule} in this ${whole}`, [edit]) : [];
}

const disable = ({ analysis: { script } }: Checked, found: Found): readonly vscode.CodeAction[] => [
  commandAction(found, `Disable ${found.finding.rule} in the settings`, 'lossProbe.disableRule', [
    found.finding.rule,
    'settings',
    script.uri,
  ]),
  commandAction(found, `Disable ${found.finding.rule} in pyproject.toml`, 'lossProbe.disableRule', [
    found.finding.rule,
    'pyproject',
    script.uri,
  ]),
];

const page = (found: Found): vscode.CodeAction =>
  commandAction(found, `Open the page of ${found.finding.rule}`, 'lossProbe.openRule', [found.finding.rule]);

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
