/** Pages of the rules, which are part of the extension. */
import * as vscode from 'vscode';
import { rules } from '../rules/index';

const known = new Set(rules.map(({ id }) => id));

/** The page of a rule; undefined for what is no rule. */
export const pageOf = (extension: vscode.Uri, rule: string): vscode.Uri | undefined =>
  known.has(rule) ? vscode.Uri.joinPath(extension, 'docs', 'rules', `${rule}.md`) : undefined;

/** Shows the page as it is meant to be read; without an id, asks for one. */
export async function openRule(extension: vscode.Uri, wanted: unknown): Promise<void> {
  const rule = typeof wanted === 'string' ? wanted : await chooseRule();
  if (rule === undefined) return;
  const page = pageOf(extension, rule);
  if (page === undefined) void vscode.window.showWarningMessage(`Loss Probe has no rule "${rule}".`);
  else await vscode.commands.executeCommand('markdown.showPreview', page);
}

async function chooseRule(): Promise<string | undefined> {
  const items = rules.map(({ id, docs }) => ({ label: id, detail: docs.summary.replaceAll(/\s+/g, ' ') }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which rule?', matchOnDetail: true }))?.label;
}
