/** The view "Findings": files, what is found in them, and under a finding what is known about it, such as the results of its tests. */
import * as vscode from 'vscode';
import type { Finding, Severity } from '../finding/finding';
import type { Closing } from './closing';
import { whereIn, type FileFindings, type Findings } from './findings';

export type TreeNode =
  | { readonly kind: 'file'; readonly file: FileFindings }
  | { readonly kind: 'finding'; readonly file: FileFindings; readonly finding: Finding }
  | { readonly kind: 'result'; readonly result: TreeResult };

/** Something known about a finding, shown beneath it. */
export interface TreeResult {
  readonly label: string;
  readonly tooltip?: string | undefined;
  readonly icon: string;
  readonly command?: vscode.Command | undefined;
}

/** What is known about a finding beside the finding itself, newest first. */
export interface TreeResults {
  readonly of: (uri: vscode.Uri, finding: Finding) => readonly TreeResult[];
  readonly onDidChange: vscode.Event<unknown>;
}

const icons: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'info', hint: 'lightbulb' };

/** What fills the view; the view itself is the stub's, since one view takes one provider for good. */
export interface FindingsTree extends Closing {
  readonly getChildren: (node: TreeNode | undefined) => readonly TreeNode[];
  readonly getTreeItem: (node: TreeNode) => vscode.TreeItem;
  readonly onDidChange: vscode.Event<vscode.ViewBadge | undefined>;
}

export function openFindingsTree(findings: Findings, results: TreeResults): FindingsTree {
  const changed = new vscode.EventEmitter<vscode.ViewBadge | undefined>();
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** A scan finds many in a moment: the view is drawn once for all of them. */
  const refresh = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      changed.fire(badge());
    }, 100);
  };
  const badge = (): vscode.ViewBadge | undefined => {
    const loud = findings
      .all()
      .flatMap((file) => file.findings)
      .filter(({ severity }) => severity === 'error' || severity === 'warning');
    return loud.length === 0 ? undefined : { value: loud.length, tooltip: `${loud.length} errors and warnings` };
  };
  const listeners = [changed, findings.onDidChange(refresh), results.onDidChange(refresh)];
  return {
    onDidChange: changed.event,
    getChildren(node) {
      if (node === undefined) return findings.all().map((file): TreeNode => ({ kind: 'file', file }));
      if (node.kind === 'file')
        return node.file.findings.map((finding): TreeNode => ({ kind: 'finding', file: node.file, finding }));
      if (node.kind === 'result') return [];
      return results.of(node.file.uri, node.finding).map((result): TreeNode => ({ kind: 'result', result }));
    },
    getTreeItem: (node) => itemOf(node, results),
    dispose() {
      clearTimeout(waiting);
      listeners.forEach((one) => void one.dispose());
    },
  };
}

function itemOf(node: TreeNode, results: TreeResults): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  if (node.kind === 'file') {
    const item = new vscode.TreeItem(node.file.uri, Expanded);
    item.id = node.file.uri.toString();
    const path = vscode.workspace.asRelativePath(node.file.uri);
    // What lies at the top of the workspace has no folder to tell.
    item.description = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    item.iconPath = vscode.ThemeIcon.File;
    return item;
  }
  if (node.kind === 'result') {
    const item = new vscode.TreeItem(node.result.label, None);
    item.iconPath = new vscode.ThemeIcon(node.result.icon);
    if (node.result.tooltip !== undefined) item.tooltip = node.result.tooltip;
    if (node.result.command !== undefined) item.command = node.result.command;
    return item;
  }
  const { file, finding } = node;
  const { range, cell } = whereIn(file, finding);
  const line = range.start.line + 1;
  const item = new vscode.TreeItem(finding.message, results.of(file.uri, finding).length > 0 ? Collapsed : None);
  item.description = `${cell === undefined ? '' : `cell ${cell}, `}line ${line} · ${finding.rule}`;
  item.tooltip = finding.message;
  item.iconPath = new vscode.ThemeIcon(icons[finding.severity]);
  item.contextValue = finding.experiment.kind === 'train' ? 'finding.testable' : 'finding';
  item.accessibilityInformation = { label: `${finding.severity}, line ${line}: ${finding.message}` };
  item.command =
    cell === undefined
      ? {
          command: 'vscode.open',
          title: 'Show',
          arguments: [file.uri.with({ path: finding.place.source }), { selection: range }],
        }
      : { command: 'lossProbe.showInNotebook', title: 'Show', arguments: [file.uri, cell - 1, range] };
  return item;
}
