/** The whole panel: which tests there are, and the one that is looked at. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PanelState, PanelTest } from '../protocol/panel';
import { connect, type Host, type VsCodeApi } from './host';
import { TestView } from './test-view';

export function App({ api, page }: { readonly api: VsCodeApi; readonly page: Window }): JSX.Element {
  const [state, setState] = useState<PanelState | undefined>(undefined);
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const [error, setError] = useState<string | undefined>(undefined);
  const lastShown = useRef<string | undefined>(undefined);
  const hostRef = useRef<Host | undefined>(undefined);

  hostRef.current ??= connect(
    api,
    page,
    (next) => {
      setState(next);
      setError(undefined);
      // The host moves the reader only when it begins another test, not with every snapshot.
      if (next.shown !== undefined && next.shown !== lastShown.current) {
        lastShown.current = next.shown;
        setSelected(next.shown);
      }
    },
    setError,
  );
  const host = hostRef.current;

  useEffect(() => {
    if (host.restored !== undefined) {
      setState(host.restored.panel);
      setSelected(host.restored.selected);
      lastShown.current = host.restored.panel.shown;
    }
    host.begin();
    return host.dispose;
  }, [host]);

  useEffect(() => {
    // Snapshots of a running test are not stored: the host sends them again, and storing copies every curve.
    if (state !== undefined && !state.tests.some(({ status }) => status.kind === 'running'))
      host.keep({ panel: state, selected });
  }, [host, state, selected]);

  const test = state?.tests.find(({ id }) => id === selected) ?? state?.tests.at(-1);
  return (
    <main>
      {error !== undefined && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {state !== undefined && state.tests.length > 1 && (
        <TestList tests={state.tests} selected={test?.id} onSelect={setSelected} />
      )}
      {test === undefined ? <Nothing /> : <TestView key={test.id} test={test} actions={host.actions} />}
    </main>
  );
}

function Nothing(): JSX.Element {
  return (
    <section class="empty">
      <h1>No test yet</h1>
      <p>
        Choose <strong>Test this fix</strong> on a finding, or <strong>Can this model learn?</strong> above a <code>compile</code>{' '}
        or <code>fit</code> call. Your model is rebuilt and trained here, in the editor; your code is not run.
      </p>
    </section>
  );
}

const stateWord = ({ status }: PanelTest): string => {
  switch (status.kind) {
    case 'waiting':
      return 'waiting';
    case 'running':
      return `${Math.round(status.progress.done * 100)}%`;
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return 'failed';
    case 'result':
      return status.words.title;
  }
};

function TestList(props: {
  readonly tests: readonly PanelTest[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}): JSX.Element {
  return (
    <nav class="tests" aria-label="Tests">
      <ul>
        {props.tests.map((test) => (
          <li key={test.id}>
            <button
              type="button"
              aria-current={test.id === props.selected ? 'true' : undefined}
              onClick={() => props.onSelect(test.id)}
            >
              <span class="what">{test.subject.rule ?? test.subject.heading}</span>
              <span class="where">
                {test.subject.placeLabel} · {stateWord(test)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
