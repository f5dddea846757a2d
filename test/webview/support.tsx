/** The panel in a document of its own, with a host that answers as the extension does. */
import { act } from 'preact/test-utils';
import { render } from 'preact';
import { isEnvelope } from '../../src/protocol/envelope';
import type { PanelState } from '../../src/protocol/panel';
import { App } from '../../src/webview/app';
import type { VsCodeApi } from '../../src/webview/host';

interface Asked {
  readonly method: string;
  readonly params: unknown;
}

export interface Opened {
  readonly root: HTMLElement;
  readonly asked: readonly Asked[];
  /** What the panel stored last. */
  readonly stored: () => unknown;
  readonly send: (state: PanelState) => Promise<void>;
  readonly click: (name: string | RegExp) => Promise<void>;
  readonly text: () => string;
  readonly close: () => Promise<void>;
}

/** @param answer what the extension answers to `panel/ready`; a string is an error */
export async function openPanel(answer: PanelState | null | string, stored?: unknown): Promise<Opened> {
  const root = document.createElement('div');
  document.body.append(root);
  const asked: Asked[] = [];
  let kept: unknown = stored;
  const post = (data: unknown): void => void window.dispatchEvent(new MessageEvent('message', { data }));
  const api: VsCodeApi = {
    getState: () => kept,
    setState: (state) => (kept = structuredClone(state)),
    postMessage(message) {
      if (!isEnvelope(message) || message.kind !== 'request') return;
      const { id, method, params } = message;
      asked.push({ method, params });
      const value = method === 'panel/ready' ? answer : null;
      post(
        typeof value === 'string'
          ? { kind: 'reply', id, ok: false, error: value }
          : { kind: 'reply', id, ok: true, result: structuredClone(value) },
      );
    },
  };
  const settle = (work: () => void): Promise<void> =>
    act(async () => {
      work();
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
  await settle(() => render(<App api={api} page={window} />, root));
  return {
    root,
    asked,
    stored: () => kept,
    send: (state) => settle(() => post({ kind: 'event', name: 'state', data: structuredClone(state) })),
    click: (name) =>
      settle(() => {
        const button = [...root.querySelectorAll('button')].find(({ textContent }) =>
          typeof name === 'string' ? textContent.trim() === name : name.test(textContent),
        );
        if (button === undefined) throw new Error(`there is no button ${String(name)} in: ${root.textContent}`);
        button.click();
      }),
    text: () => root.textContent.replaceAll(/\s+/g, ' ').trim(),
    close: () =>
      settle(() => {
        render(null, root);
        root.remove();
      }),
  };
}
