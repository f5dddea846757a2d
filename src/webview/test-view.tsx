/** One test, whatever its state. */
import type { JSX } from 'preact';
import type { PanelTest } from '../protocol/panel';
import type { Actions } from './host';
import { ResultView } from './result';
import { RunningView } from './running';

export interface TestProps {
  readonly test: PanelTest;
  readonly actions: Actions;
}

export function TestView({ test, actions }: TestProps): JSX.Element {
  const { subject, status } = test;
  return (
    <article>
      <header class="subject">
        <p class="what">{subject.heading}</p>
        <p class="where">
          <button type="button" class="link" onClick={() => actions.reveal(test.id)}>
            {subject.placeLabel}
          </button>
          {subject.rule !== undefined && (
            <>
              {' · '}
              <button
                type="button"
                class="link"
                onClick={() => actions.openRule(test.id)}
                aria-label={`About the rule ${subject.rule}`}
              >
                {subject.rule}
              </button>
            </>
          )}
        </p>
      </header>
      {status.kind === 'waiting' && (
        <section class="callout neutral" role="status">
          <h1>Waiting</h1>
          <p>The test starts as soon as the one before it is done.</p>
          <p class="buttons">
            <button type="button" onClick={() => actions.cancel(test.id)}>
              Cancel
            </button>
          </p>
        </section>
      )}
      {status.kind === 'running' && <RunningView test={test} status={status} actions={actions} />}
      {status.kind === 'result' && <ResultView test={test} result={status} actions={actions} />}
      {(status.kind === 'cancelled' || status.kind === 'failed') && (
        <section class="callout neutral" role="status">
          <h1>{status.kind === 'cancelled' ? 'Test cancelled' : 'Test failed'}</h1>
          <p>{status.kind === 'cancelled' ? 'It was ended before a result. Nothing is known from it.' : status.sentence}</p>
          <p class="buttons">
            <button type="button" onClick={() => actions.again(test.id)}>
              Test again
            </button>
          </p>
        </section>
      )}
    </article>
  );
}
