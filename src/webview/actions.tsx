/** Buttons under a result. Each only asks the extension; the answer is another snapshot. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { PanelResult, ValueOffer } from '../protocol/panel';
import type { TestProps } from './test-view';

type Props = TestProps & { readonly result: PanelResult };

export function ActionBar({ test, result, actions }: Props): JSX.Element | null {
  const { fix, moreRuns } = result.offers;
  const retry = result.verdict.outcome === 'failed';
  if (fix === undefined && moreRuns === undefined && !retry) return null;
  // A fix that made no difference is offered, but not pressed upon the reader.
  const primary = result.verdict.outcome === 'confirmed' ? 'primary' : '';
  return (
    <>
      {fix?.state === 'open' && <p class="fix">Fix: {fix.title}</p>}
      <p class="buttons">
        {fix?.state === 'open' && (
          <button type="button" class={primary} onClick={() => actions.applyFix(test.id)} title={fix.title}>
            Apply the fix
          </button>
        )}
        {moreRuns !== undefined && (
          <button type="button" onClick={() => actions.moreRuns(test.id)} title={`Train each version ${moreRuns} times`}>
            More runs
          </button>
        )}
        {retry && (
          <button type="button" onClick={() => actions.again(test.id)}>
            Test again
          </button>
        )}
        {fix?.state === 'applied' && <span class="note">The fix is applied.</span>}
        {fix?.state === 'withdrawn' && <span class="note">The fix is no longer offered for this code.</span>}
      </p>
    </>
  );
}

/** Whose data: a file that the program reads can take the place of made-up data. It is asked here, once, and read only when it is wanted. */
export function DataBar({ test, result, actions }: Props): JSX.Element | null {
  const { data } = result.offers;
  if (data === undefined) return null;
  return (
    <section class="data">
      <h2>Whose data</h2>
      <p class="note">
        {data.use === 'own'
          ? `Your program reads ${data.file}. A sample of its rows can be used instead of made-up data; it stays in the editor.`
          : `This test used rows of ${data.file}.`}
      </p>
      <p class="buttons">
        <button type="button" onClick={() => actions.useData(test.id, data.use)}>
          {data.use === 'own' ? `Test on ${data.file}` : 'Test on made-up data'}
        </button>
        {data.use === 'own' && data.asks && (
          <button type="button" onClick={() => actions.useData(test.id, 'never')} title="Do not offer it again in this workspace">
            Never use my data
          </button>
        )}
      </p>
    </section>
  );
}

/** Exchange a value of the program and see it as a further version. */
export function TryValue({ test, result, actions }: Props): JSX.Element | null {
  if (result.offers.values.length === 0) return null;
  return (
    <section class="values">
      <h2>Try another value</h2>
      {result.offers.values.map((offer) => (
        <ValueForm key={offer.setting} offer={offer} onTry={(value) => actions.tryValue(test.id, offer.setting, value)} />
      ))}
    </section>
  );
}

function ValueForm({ offer, onTry }: { readonly offer: ValueOffer; readonly onTry: (value: string) => void }): JSX.Element {
  const others = offer.choices.filter((choice) => choice !== offer.current);
  const [value, setValue] = useState(others[0] ?? '');
  const id = useId();
  return (
    <form
      class="value"
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== '') onTry(value);
      }}
    >
      <label for={id}>
        {offer.label} <span class="note">now {offer.current}</span>
      </label>
      <select id={id} value={value} onChange={(event) => setValue(event.currentTarget.value)}>
        {others.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
      <button type="submit" disabled={others.length === 0}>
        Try
      </button>
    </form>
  );
}

export function ExportBar({ test, result, actions }: Props): JSX.Element | null {
  const { exports } = result.offers;
  if (exports.length === 0) return null;
  return (
    <section class="export">
      <h2>Check it yourself</h2>
      <p class="buttons">
        {exports.map((format) => (
          <button key={format} type="button" onClick={() => actions.exportAs(test.id, format)}>
            {format === 'python' ? 'Export as a Keras script' : 'Export as JSON'}
          </button>
        ))}
      </p>
    </section>
  );
}
