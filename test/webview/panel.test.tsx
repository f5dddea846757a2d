// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import type { PanelResult, PanelState } from '../../src/protocol/panel';
import { squaredErrorForClasses } from './fixtures/experiments';
import { broken, figures, learning, panelState, panelTest, result, running, stuck, verdict } from './fixtures/states';
import { openPanel, type Opened } from './support';

let panel: Opened | undefined;
afterEach(async () => {
  await panel?.close();
  panel = undefined;
});
const open = async (state: PanelState | null | string, stored?: unknown): Promise<Opened> =>
  (panel = await openPanel(state, stored));

test('without a test it says how to begin one', async () => {
  const { text } = await open(null);
  expect(text()).toMatch(/^No test yet/);
});

test('an error of the extension is shown as an alert, until the next snapshot', async () => {
  const { root, send } = await open('The script is no longer there.');
  expect(root.querySelector('[role=alert]')?.textContent).toBe('The script is no longer there.');
  await send(panelState(panelTest({ kind: 'waiting' })));
  expect(root.querySelector('[role=alert]')).toBeNull();
});

test('waiting can be cancelled', async () => {
  const { text, click, asked } = await open(panelState(panelTest({ kind: 'waiting' })));
  expect(text()).toContain('Waiting');
  await click('Cancel');
  expect(asked.at(-1)).toEqual({ method: 'panel/cancel', params: { test: 'one' } });
});

test('running shows progress, the curves so far, and can be cancelled', async () => {
  const { root, text, click, asked, send } = await open(panelState(panelTest(running(0.4))));
  const bar = root.querySelector('progress');
  expect([bar?.value, bar?.max, bar?.getAttribute('aria-label')]).toEqual([40, 100, 'Progress of the test']);
  expect(text()).toContain('Your code: 2 of 2 runs done · With fix: 1 of 2 runs done');
  expect(root.querySelectorAll('path.curve').length).toBe(4);
  await send(panelState(panelTest(running(0.8))));
  expect(root.querySelector('progress')?.value).toBe(80);
  await click('Cancel');
  expect(asked.at(-1)).toEqual({ method: 'panel/cancel', params: { test: 'one' } });
});

test('running before the first step says so', async () => {
  const { text, root } = await open(panelState(panelTest({ kind: 'running', progress: { done: 0, arms: [] } })));
  expect(text()).toContain('Building the model');
  expect(root.querySelector('svg')).toBeNull();
});

test('cancelled and failed can be tested again', async () => {
  const { text, click, asked, send } = await open(panelState(panelTest({ kind: 'cancelled' })));
  expect(text()).toContain('Test cancelled');
  await click('Test again');
  await send(panelState(panelTest({ kind: 'failed', sentence: 'The worker ended.' })));
  expect(text()).toContain('The worker ended.');
  await click('Test again');
  expect(asked.slice(-2)).toEqual(Array.from({ length: 2 }, () => ({ method: 'panel/again', params: { test: 'one' } })));
});

test('a result answers first, then shows curves, layers, assumptions', async () => {
  const { root, text } = await open(panelState(panelTest(result())));
  const callout = root.querySelector('[data-outcome]');
  expect(callout?.getAttribute('data-outcome')).toBe('confirmed');
  expect(callout?.getAttribute('role')).toBe('status');
  expect(callout?.querySelector('h1')?.textContent).toContain('This stops learning');
  expect(text()).toContain('made-up data shaped like yours, accuracy stayed at 50.0% (chance is 50%) against 94.5% with the fix');
  expect([...root.querySelectorAll('h2, h3')].map(({ textContent }) => textContent)).toEqual([
    'Accuracy of every run',
    'Over training steps',
    'Accuracy',
    'Training loss',
    'Inside the model',
    'Gradient that reaches each layer',
    'Dead units',
    'Saturated activations',
    'Try another value',
    'What this assumes',
    'Check it yourself',
  ]);
  expect(text()).toContain('Assumed: Keras 3 on TensorFlow');
});

test('every button sends its message', async () => {
  const { click, asked, root } = await open(panelState(panelTest(result())));
  for (const name of [
    'train.py, line 12',
    'softmax-single-unit',
    'Apply the fix',
    'More runs',
    'Export as a Keras script',
    'Export as JSON',
  ])
    await click(name);
  const [rate] = root.querySelectorAll('form');
  const select = rate?.querySelector('select');
  expect([...(select?.options ?? [])].map(({ value }) => value)).toEqual(['0.1', '0.001', '0.0001']);
  rate?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  const test = 'one';
  expect(asked.slice(1)).toEqual([
    { method: 'panel/reveal', params: { test } },
    { method: 'panel/openRule', params: { test } },
    { method: 'panel/applyFix', params: { test } },
    { method: 'panel/moreRuns', params: { test } },
    { method: 'panel/export', params: { test, format: 'python' } },
    { method: 'panel/export', params: { test, format: 'json' } },
    { method: 'panel/tryValue', params: { test, setting: 'learning_rate', value: '0.1' } },
  ]);
});

test('a file that the program reads can be used, turned down for good, and left again', async () => {
  const offered = (data: NonNullable<PanelResult['offers']['data']>): PanelResult => {
    const made = result();
    return { ...made, offers: { ...made.offers, data } };
  };
  const { click, asked, text, send } = await open(panelState(panelTest(offered({ use: 'own', file: 'data.csv', asks: true }))));
  expect(text()).toContain('Your program reads data.csv.');
  await click('Test on data.csv');
  await click('Never use my data');
  await send(panelState(panelTest(offered({ use: 'own', file: 'data.csv', asks: false }))));
  expect(text()).not.toContain('Never use my data');
  await send(panelState(panelTest(offered({ use: 'made-up', file: 'data.csv', asks: false }))));
  await click('Test on made-up data');
  expect(asked.slice(1)).toEqual(
    ['own', 'never', 'made-up'].map((data) => ({ method: 'panel/useData', params: { test: 'one', data } })),
  );
});

test('a fix that is applied or withdrawn is no longer offered', async () => {
  const offers = { moreRuns: 10, values: [], exports: [] };
  const { text, send } = await open(
    panelState(panelTest(result(verdict(), undefined, { offers: { ...offers, fix: { title: 'Fix it', state: 'applied' } } }))),
  );
  expect(text()).toContain('The fix is applied.');
  expect(text()).not.toContain('Apply the fix');
  await send(
    panelState(panelTest(result(verdict(), undefined, { offers: { ...offers, fix: { title: 'Fix it', state: 'withdrawn' } } }))),
  );
  expect(text()).toContain('no longer offered');
  expect(text()).not.toContain('Check it yourself');
});

test('an outdated result says so', async () => {
  const { text, click, asked } = await open(panelState(panelTest(result(verdict(), undefined, { outdated: true }))));
  expect(text()).toContain('The code was changed after this test.');
  await click('Test again');
  expect(asked.at(-1)?.method).toBe('panel/again');
});

test('what could not be tested has no charts but its assumptions', async () => {
  const untested = verdict({
    outcome: 'not-testable',
    evidence: 'none',
    reason: { kind: 'not-supported', what: 'layer', name: 'Foo' },
    arms: [],
    comparisons: [],
  });
  const { root, text } = await open(panelState(panelTest({ ...result(untested), experiment: null })));
  expect(text()).toContain("Can't be tested here: layer Foo is not rebuilt yet");
  expect(root.querySelector('figure')).toBeNull();
  expect(text()).toContain('Assumed: Keras 3 on TensorFlow');
});

test('a model alone has one curve and no legend', async () => {
  const alone = verdict(
    {
      outcome: 'learns',
      reason: { kind: 'learned', metric: 0.94, chance: 0.5, runs: 5, learnedRuns: 5, nanRuns: 0, unmovedRuns: 0 },
    },
    [learning],
  );
  const { root, text } = await open(panelState(panelTest(result(alone, undefined, {}, null), 'one', null)));
  expect(text()).toContain('Your model can learn');
  expect(root.querySelector('.legend')).toBeNull();
  expect(root.querySelectorAll('path.curve').length).toBe(2);
});

test('losses of different functions do not share an axis', async () => {
  const same = verdict({ outcome: 'not-reproduced', reason: { kind: 'no-difference', ...figures() } }, [learning, learning]);
  const { root } = await open(panelState(panelTest(result(same, squaredErrorForClasses))));
  const titles = [...root.querySelectorAll('h3')].map(({ textContent }) => textContent);
  expect(titles).toContain('Training loss: Your code');
  expect(titles).toContain('Training loss: With fix');
  expect(titles).not.toContain('Training loss');
});

test('several tests are listed; the one that began last is shown, and the reader may choose another', async () => {
  const { root, click, send, text } = await open(
    panelState(panelTest(result(), 'one'), panelTest({ kind: 'failed', sentence: 'No.' }, 'two')),
  );
  const current = (): string | undefined => root.querySelector('[aria-current] .where')?.textContent;
  expect(current()).toBe('train.py, line 12 · failed');
  await click(/This stops learning/);
  expect(current()).toBe('train.py, line 12 · This stops learning');
  // The next snapshot of the same tests does not take the reader away.
  await send(panelState(panelTest(result(), 'one'), panelTest({ kind: 'waiting' }, 'two')));
  expect(current()).toBe('train.py, line 12 · This stops learning');
  await send(panelState(panelTest(result(), 'one'), panelTest({ kind: 'cancelled' }, 'two'), panelTest(running(), 'three')));
  expect(current()).toBe('train.py, line 12 · 40%');
  expect(text()).toContain('Training both versions');
});

test('after a reload the stored result is shown, though the extension knows nothing', async () => {
  const before = await open(panelState(panelTest(result(), 'one'), panelTest({ kind: 'cancelled' }, 'two')));
  await before.click(/This stops learning/);
  const stored = before.stored();
  const shown = before.text();
  await before.close();
  const after = await open(null, structuredClone(stored));
  expect(after.text()).toBe(shown);
});

test('the extension’s state goes before the stored one', async () => {
  const { text } = await open(panelState(panelTest({ kind: 'failed', sentence: 'Newer.' })), {
    panel: panelState(panelTest(result())),
  });
  expect(text()).toContain('Newer.');
});

test('running snapshots are not stored', async () => {
  const { stored, send } = await open(panelState(panelTest(result())));
  const finished = stored();
  await send(panelState(panelTest(running())));
  expect(stored()).toEqual(finished);
});

test.each([[{ panel: { version: 0, tests: [] } }], [{ panel: { version: 1, tests: [{ id: 1 }] } }], ['text'], [null], [{}]])(
  'a stored state it cannot read is left alone: %j',
  async (stored) => {
    const { text } = await open(null, stored);
    expect(text()).toMatch(/^No test yet/);
  },
);

test('messages that are none of ours change nothing', async () => {
  const { text, send } = await open(panelState(panelTest({ kind: 'waiting' })));
  const before = text();
  window.dispatchEvent(
    new MessageEvent('message', { data: { kind: 'event', name: 'state', data: { version: 1, tests: 'no' } } }),
  );
  window.dispatchEvent(new MessageEvent('message', { data: 'hello' }));
  await send({ ...panelState(), version: 99 as never });
  expect(text()).toBe(before);
});

test('nothing in the document is styled inline as HTML or loaded from elsewhere', async () => {
  const { root } = await open(panelState(panelTest(result(verdict({}, [stuck, broken])))));
  expect(root.innerHTML).not.toMatch(/ style=|https?:|<script|<img/);
});

test('changes that would make a model learn are listed, best first', async () => {
  const remedies = [
    { title: 'Adam at its default rate (0.001)', metric: 0.97, learnedRuns: 3, runs: 3 },
    { title: 'standardized inputs', metric: 0.34, learnedRuns: 0, runs: 3 },
  ];
  const { root } = await open(panelState(panelTest(result(verdict({ outcome: 'does-not-learn', remedies })))));
  const rows = [...root.querySelectorAll('.remedies tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));
  expect(rows).toEqual([
    ['Adam at its default rate (0.001)', '97.0%', '3 of 3 runs'],
    ['standardized inputs', '34.0%', '0 of 3 runs'],
  ]);
});

test('other learning rates are drawn with the own one and the fix marked, and read out', async () => {
  const sweep = {
    setting: 'learning_rate' as const,
    points: [
      { value: 0.00001, mark: 'yours' as const, metric: 0.5, learnedRuns: 0, runs: 5 },
      { value: 0.001, mark: 'fix' as const, metric: 0.95, learnedRuns: 5, runs: 5 },
      { value: 1, mark: 'other' as const, metric: null, learnedRuns: 0, runs: 3 },
    ],
  };
  const { root } = await open(panelState(panelTest(result(verdict({ sweep })))));
  const chart = root.querySelector('.sweep');
  expect([...(chart?.querySelectorAll('.value-label') ?? [])].map((label) => label.textContent)).toEqual(['yours', 'fix']);
  expect(chart?.querySelector('svg')?.getAttribute('aria-label')).toMatch(
    /0\.001 \(fix\): 95\.0%, learned in 5 of 5 runs\..*1: NaN, learned in 0 of 3 runs\./,
  );
  expect(chart?.querySelectorAll('tbody tr')).toHaveLength(3);
});
