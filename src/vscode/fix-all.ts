/** Many fixes at once: all safe ones of a script, a notebook or a cell, and all of one rule. */
import * as vscode from 'vscode';
import type { Finding, Fix } from '../finding/finding';
import { fixAll } from '../lint/fix-all';
import type { Reading } from '../lint/proof';
import { lineEdits } from '../text/diff';
import type { Source } from '../text/source';
import type { Analysis } from './analysis';
import type { Checked } from './checker';
import { idOf } from './documents';

export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('lossProbe');
/** Of a whole notebook: the editor asks for it with one of its cells. */
export const notebookFixAllKind = vscode.CodeActionKind.Notebook.append('source.fixAll.lossProbe');

/** All safe fixes, until none is left. Of a cell only those that touch nothing but this cell: others belong to the notebook. */
export function fixAllOf(
  { analysis }: Checked,
  document: vscode.TextDocument,
  kind: vscode.CodeActionKind,
): readonly vscode.CodeAction[] {
  const { script } = analysis;
  const ofNotebook = kind.value === notebookFixAllKind.value;
  if (script.kind === 'file' && ofNotebook) return [];
  const cell = script.kind === 'file' || ofNotebook ? undefined : cellOf(analysis, document);
  const within = (_: Finding, { edits }: Fix, source: Source): boolean => {
    const span = cell === undefined ? undefined : source.cells?.find(({ index }) => index === cell);
    return cell === undefined || (!!span && edits.every(({ place }) => span.start <= place.start && place.end <= span.end));
  };
  return made(analysis, 'Fix all safe Loss Probe findings', kind, within);
}

/** All safe fixes of one rule, where there are several. */
export function fixKind({ analysis }: Checked, rule: string): readonly vscode.CodeAction[] {
  const safe = analysis.findings.filter((one) => one.rule === rule && one.fixes.some(({ safety }) => safety === 'safe'));
  if (safe.length < 2) return [];
  return made(analysis, `Fix all ${rule} findings`, vscode.CodeActionKind.QuickFix, (finding) => finding.rule === rule);
}

type Keep = (finding: Finding, fix: Fix, source: Source) => boolean;

function made(analysis: Analysis, title: string, kind: vscode.CodeActionKind, keep: Keep): readonly vscode.CodeAction[] {
  const id = idOf(analysis.script.uri);
  /** The fixes that are wanted, of the script itself: modules that it imports are left to their own turn. */
  const chosen = (reading: Reading): Reading => {
    const source = reading.sources.get(id);
    const wanted = (finding: Finding, fix: Fix): boolean =>
      source !== undefined && fix.edits.every(({ place }) => place.source === id) && keep(finding, fix, source);
    const findings = reading.findings.map((one) => ({ ...one, fixes: one.fixes.filter((fix) => wanted(one, fix)) }));
    return { ...reading, findings };
  };
  const { sources, applied } = fixAll(chosen(analysis.reading), (texts) => chosen(analysis.relint(texts)));
  const after = sources.get(id);
  if (applied.length === 0 || after === undefined) return [];
  const edit = new vscode.WorkspaceEdit();
  for (const { document, before, now } of documentsOf(analysis, after)) replaceChanged(edit, document, before, now);
  if (edit.size === 0) return [];
  const action = new vscode.CodeAction(title, kind);
  action.edit = edit;
  return [action];
}

interface ChangedDocument {
  readonly document: vscode.TextDocument;
  readonly before: string;
  readonly now: string;
}

/** The script's document, or those of its cells, each with its part of the program's text. */
function documentsOf({ script, entry }: Analysis, after: Source): readonly ChangedDocument[] {
  if (script.kind === 'file') return [{ document: script.document, before: entry.text, now: after.text }];
  return (entry.cells ?? []).flatMap(({ index, start, end }) => {
    const span = after.cells?.find((one) => one.index === index);
    if (span === undefined || index >= script.notebook.cellCount) return [];
    const { document } = script.notebook.cellAt(index);
    return [{ document, before: entry.text.slice(start, end), now: after.text.slice(span.start, span.end) }];
  });
}

function cellOf({ script }: Analysis, document: vscode.TextDocument): number | undefined {
  return script.kind === 'file' ? undefined : script.notebook.getCells().find((cell) => cell.document === document)?.index;
}

/** Replaces what lies between what stayed at the front and at the end: magics, which are masked in the text, stay untouched. */
function replaceChanged(edit: vscode.WorkspaceEdit, document: vscode.TextDocument, before: string, after: string): void {
  for (const { start, end, newText } of lineEdits(before, after))
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), newText);
}
