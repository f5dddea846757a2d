/** A result: what it means, the two numbers, the curves, where the gradient goes, what was assumed, and what can be done now. */
import type { JSX } from 'preact';
import type { Outcome, PanelResult, Verdict } from '../protocol/panel';
import { ActionBar, DataBar, ExportBar, TryValue } from './actions';
import { Curves } from './curves';
import { Further } from './further';
import { Layers } from './layers';
import { Runs } from './runs';
import type { TestProps } from './test-view';

type Tone = 'bad' | 'good' | 'neutral';

const tones: Readonly<Record<Outcome, Tone>> = {
  confirmed: 'bad',
  'does-not-learn': 'bad',
  'not-reproduced': 'good',
  learns: 'good',
  'fix-worse': 'neutral',
  inconclusive: 'neutral',
  'not-testable': 'neutral',
  failed: 'neutral',
};

const symbols: Readonly<Record<Tone, string>> = { bad: '✕', good: '✓', neutral: '?' };

export function ResultView({ test, result, actions }: TestProps & { readonly result: PanelResult }): JSX.Element {
  const { verdict, words, outdated } = result;
  const tone = tones[verdict.outcome];
  return (
    <>
      {outdated && (
        <p class="outdated" role="status">
          The code was changed after this test.{' '}
          <button type="button" class="link" onClick={() => actions.again(test.id)}>
            Test again
          </button>
        </p>
      )}
      <section class={`callout ${tone}`} role="status" data-outcome={verdict.outcome}>
        <h1>
          <span class="symbol" aria-hidden="true">
            {symbols[tone]}
          </span>{' '}
          {words.title}
        </h1>
        <p class="answer">
          {words.lead !== '' && <strong>{words.lead}</strong>} {words.sentences.join(' ')}
        </p>
        <ActionBar test={test} result={result} actions={actions} />
      </section>
      {hasCurves(verdict) && (
        <>
          <Further verdict={verdict} />
          <Runs verdict={verdict} />
          <Curves verdict={verdict} experiment={result.experiment} />
          <Layers verdict={verdict} />
        </>
      )}
      <DataBar test={test} result={result} actions={actions} />
      <TryValue test={test} result={result} actions={actions} />
      <section class="assumptions">
        <h2>What this assumes</h2>
        <ul>
          {words.assumptions.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      <ExportBar test={test} result={result} actions={actions} />
    </>
  );
}

const hasCurves = ({ arms }: Verdict): boolean => arms.some(({ runs }) => runs.length > 0);
