/**
 * Entry of the extension, a stub: it loads the core at the first text that may hold training code, at the first command, and at the first
 * call of a tool. Whoever opens other Python pays for this file only.
 */
import * as vscode from 'vscode';
import type { Core } from './core';
import { registerAgents } from './agents';
import type { Checker } from './checker';
import type { TreeNode } from './findings-tree';
import { openLog } from './log';
import { openStatus } from './status';
import { FINDINGS_VIEW, PANEL_TYPE } from './names';
import { watchForTraining } from './watch-for-training';

interface Manifest {
  readonly version: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly languageModelTools: readonly { readonly name: string; readonly displayName: string }[];
  };
}

export function activate(context: vscode.ExtensionContext): void {
  const manifest = context.extension.packageJSON as Manifest;
  const log = openLog();
  const checked = new vscode.EventEmitter<Parameters<Checker['last']>[0]>();
  const treeChanged = new vscode.EventEmitter<undefined>();
  let loaded: Core | undefined;
  let loading: Promise<Core> | undefined;

  const load = async (): Promise<Core> => {
    const started = performance.now();
    const { startCore } = await import('./core');
    // From here on the commands are the core's own.
    waiting.forEach((command) => void command.dispose());
    loaded = startCore(context, log);
    context.subscriptions.push(
      loaded.checker.onDidCheck((script) => checked.fire(script)),
      loaded.tree.onDidChange((badge) => {
        view.badge = badge;
        treeChanged.fire(undefined);
      }),
    );
    log.debug(`core loaded in ${Math.round(performance.now() - started)} ms`);
    return loaded;
  };
  const core = (): Promise<Core> =>
    (loading ??= load().catch((error: unknown) => {
      log.error(`The core could not be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      throw error;
    }));

  const waiting = manifest.contributes.commands.map(({ command }) =>
    vscode.commands.registerCommand(command, async (...parameters: readonly unknown[]) => {
      await core();
      return vscode.commands.executeCommand(command, ...parameters);
    }),
  );
  const needed = (): void => void core().catch(() => undefined);
  // Somebody looks at the view: the core fills it.
  const view = vscode.window.createTreeView<TreeNode>(FINDINGS_VIEW, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: treeChanged.event,
      getChildren: async (node) => [...(await core()).tree.getChildren(node)],
      getTreeItem: async (node) => (await core()).tree.getTreeItem(node),
    },
  });
  // A panel that was open before the window was reloaded waits for the core to take it back.
  const hasPanel = vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_TYPE)),
  );
  context.subscriptions.push(
    log,
    checked,
    treeChanged,
    view,
    ...waiting,
    openStatus({ last: (script) => loaded?.checker.last(script), onDidCheck: checked.event }),
    registerAgents({
      extension: context.extensionUri,
      version: manifest.version,
      tools: manifest.contributes.languageModelTools,
      call: async (name, input, token) => (await core()).callTool(name, input, token),
    }),
    watchForTraining(needed),
  );
  if (hasPanel) needed();
}
