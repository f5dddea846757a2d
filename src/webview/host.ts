/** The panel's end of the line to the extension. */
import { openChannel } from '../protocol/envelope';
import { readPanelState, type ExportFormat, type PanelEvents, type PanelRequests, type PanelState } from '../protocol/panel';

/** What VS Code hands a webview, once. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** What the panel keeps for itself, through hiding and reload. */
interface Kept {
  readonly panel: PanelState;
  readonly selected?: string | undefined;
}

/** What the components may do. Every answer arrives as a new snapshot. */
export interface Actions {
  readonly applyFix: (test: string) => void;
  readonly cancel: (test: string) => void;
  readonly again: (test: string) => void;
  readonly moreRuns: (test: string) => void;
  readonly tryValue: (test: string, setting: string, value: string) => void;
  readonly exportAs: (test: string, format: ExportFormat) => void;
  readonly useData: (test: string, data: 'own' | 'made-up' | 'never') => void;
  readonly reveal: (test: string) => void;
  readonly openRule: (test: string) => void;
}

export interface Host {
  readonly actions: Actions;
  /** The state stored before a reload, if it can still be shown. */
  readonly restored: Kept | undefined;
  readonly keep: (kept: Kept) => void;
  /** Tells the extension that the panel is up; its snapshots go to `onState` from then on. */
  readonly begin: () => void;
  readonly dispose: () => void;
}

/** Connects to the extension. `onError` gets a sentence when a request failed. */
export function connect(
  api: VsCodeApi,
  page: Window,
  onState: (state: PanelState) => void,
  onError: (message: string) => void,
): Host {
  const take = (value: unknown): void => {
    const state = readPanelState(value);
    if (state !== undefined) onState(state);
  };
  const channel = openChannel<Record<string, never>, PanelRequests, PanelEvents, Record<string, never>>({
    post: (message) => api.postMessage(message),
    handlers: {},
    listeners: { state: take },
    onError: (error) => onError(error.message),
  });
  const ask = <K extends keyof PanelRequests>(method: K, params: PanelRequests[K][0]): void => {
    channel.request(method, params).then(
      (result) => take(result),
      (error: unknown) => onError(error instanceof Error ? error.message : String(error)),
    );
  };
  const receive = (event: MessageEvent): void => channel.receive(event.data);
  page.addEventListener('message', receive);
  return {
    actions: {
      applyFix: (test) => ask('panel/applyFix', { test }),
      cancel: (test) => ask('panel/cancel', { test }),
      again: (test) => ask('panel/again', { test }),
      moreRuns: (test) => ask('panel/moreRuns', { test }),
      tryValue: (test, setting, value) => ask('panel/tryValue', { test, setting, value }),
      exportAs: (test, format) => ask('panel/export', { test, format }),
      useData: (test, data) => ask('panel/useData', { test, data }),
      reveal: (test) => ask('panel/reveal', { test }),
      openRule: (test) => ask('panel/openRule', { test }),
    },
    restored: readKept(api.getState()),
    keep: (kept) => api.setState(kept),
    begin: () => ask('panel/ready', null),
    dispose: () => {
      page.removeEventListener('message', receive);
      channel.dispose();
    },
  };
}

function readKept(value: unknown): Kept | undefined {
  if (typeof value !== 'object' || value === null || !('panel' in value)) return undefined;
  const panel = readPanelState(value.panel);
  if (panel === undefined) return undefined;
  return { panel, selected: 'selected' in value && typeof value.selected === 'string' ? value.selected : undefined };
}
