/** The panel's window. It shows what the session says, in one webview that comes and goes; the state is the session's. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { openChannel, type Channel, type Handlers } from '../protocol/envelope';
import { readPanelState, type PanelEvents, type PanelRequests, type PanelState } from '../protocol/panel';
import { panelHtml } from './panel-html';
import type { Closing } from './closing';
import { PANEL_TYPE } from './names';

export interface Panel extends Closing {
  /** Opens it beside the editor, or brings it to the front; the keyboard stays where it is. */
  readonly reveal: () => void;
  /** Sends a complete snapshot, if the panel is open. */
  readonly show: (state: PanelState) => void;
}

export interface PanelOptions {
  readonly extension: vscode.Uri;
  readonly handlers: Handlers<PanelRequests>;
  /** The window was reloaded with the panel open: this is what the panel had stored. */
  readonly restore: (state: PanelState) => void;
}

type Line = Channel<Record<string, never>, PanelEvents>;

export function openPanel({ extension, handlers, restore }: PanelOptions): Panel {
  let panel: vscode.WebviewPanel | undefined;
  let line: Line | undefined;
  const folder = vscode.Uri.joinPath(extension, 'dist', 'webview');

  const adopt = (adopted: vscode.WebviewPanel): void => {
    const { webview } = adopted;
    const channel: Line = openChannel<PanelRequests, Record<string, never>, Record<string, never>, PanelEvents>({
      post: (message) => void webview.postMessage(message),
      handlers,
      listeners: {},
    });
    const receiving = webview.onDidReceiveMessage((message) => channel.receive(message));
    adopted.onDidDispose(() => {
      receiving.dispose();
      channel.dispose();
      if (panel === adopted) [panel, line] = [undefined, undefined];
    });
    panel?.dispose();
    [panel, line] = [adopted, channel];
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    webview.html = panelHtml({
      nonce: randomBytes(16).toString('base64url'),
      cspSource: webview.cspSource,
      scriptUri: uri('panel.js'),
      styleUri: uri('panel.css'),
    });
  };

  const serializer = vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
    deserializeWebviewPanel(adopted, stored: unknown) {
      const kept = typeof stored === 'object' && stored !== null && 'panel' in stored ? readPanelState(stored.panel) : undefined;
      if (kept !== undefined) restore(kept);
      adopt(adopted);
      return Promise.resolve();
    },
  });

  return {
    reveal() {
      if (panel !== undefined) panel.reveal(undefined, true);
      else
        adopt(
          vscode.window.createWebviewPanel(
            PANEL_TYPE,
            'Loss Probe',
            { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
            { enableScripts: true, localResourceRoots: [folder] },
          ),
        );
    },
    show: (state) => line?.emit('state', state),
    dispose() {
      serializer.dispose();
      panel?.dispose();
    },
  };
}
