// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test } from 'vitest';
import type { ComponentChild } from 'preact';
import type { Curve } from '../../src/protocol/panel';
import { spread } from '../../src/webview/charts/label-places';
import { LayerChart } from '../../src/webview/charts/layer-chart';
import { LineChart } from '../../src/webview/charts/line-chart';
import { MOST_POINTS, seriesOf, thin, wantsLog } from '../../src/webview/charts/series';
import { Layers } from '../../src/webview/layers';
import { number } from '../../src/webview/format';
import { broken, chance, curve, learning, seeds, stuck, verdict } from './fixtures/states';

const root = document.createElement('div');
afterEach(() => act(() => render(null, root)));
const draw = async (what: ComponentChild): Promise<HTMLElement> => {
  await act(() => render(what, root));
  return root;
};
const curves = (count: number, shape = learning): readonly Curve[] => seeds(count).map((seed) => curve(seed, shape));
const chart = (series: Parameters<typeof LineChart>[0]['series'], part = {}) => (
  <LineChart title="Training loss" series={series} format={number} {...part} />
);
const rows = (of: Element): readonly string[][] =>
  [...of.querySelectorAll('tbody tr')].map((row) => [...row.children].map(({ textContent }) => textContent));

test('a series is the median of the runs and their whole spread', () => {
  const of = (...loss: (number | null)[]): Curve => ({ step: [1, 2], loss, metricStep: [], metric: [] });
  expect(seriesOf('0', 'Your code', [of(1, 4), of(2, 5), of(9, 6)], 'loss')).toEqual({
    key: '0',
    label: 'Your code',
    points: [
      { x: 1, median: 2, low: 1, high: 9 },
      { x: 2, median: 5, low: 4, high: 6 },
    ],
    runs: 3,
    nanFrom: undefined,
  });
});

test('a series ends where most runs are NaN; fewer are left out', () => {
  const of = (...loss: (number | null)[]): Curve => ({ step: [1, 2, 3], loss, metricStep: [], metric: [] });
  const series = seriesOf('0', 'x', [of(1, null, null), of(2, 3, null), of(3, 4, 5)], 'loss');
  expect(series.points.map(({ x, median }) => [x, median])).toEqual([
    [1, 2],
    [2, 3.5],
  ]);
  expect(series.nanFrom).toBe(3);
});

test('thinning keeps the first and last step, the lowest and the highest value', () => {
  const next = chance(7);
  const points = Array.from({ length: 2000 }, (_, i) => {
    const value = next();
    return { x: i + 1, median: value, low: value - 1, high: value + 1 };
  });
  const thinned = thin(points, MOST_POINTS);
  expect(thinned.length).toBeLessThanOrEqual(MOST_POINTS);
  expect([thinned[0]?.x, thinned.at(-1)?.x]).toEqual([1, 2000]);
  expect(Math.min(...thinned.map(({ low }) => low))).toBe(Math.min(...points.map(({ low }) => low)));
  expect(Math.max(...thinned.map(({ high }) => high))).toBe(Math.max(...points.map(({ high }) => high)));
});

test('ten runs of 2000 steps become few points', async () => {
  const long = { ...learning, steps: 2000 };
  const series = [seriesOf('0', 'Your code', curves(10, long), 'loss'), seriesOf('1', 'With fix', curves(10, long), 'loss')];
  expect(series.every(({ points }) => points.length <= MOST_POINTS)).toBe(true);
  const drawn = await draw(chart(series));
  expect(drawn.innerHTML.length).toBeLessThan(60_000);
  expect(rows(drawn).length).toBeLessThanOrEqual(22);
});

test('a chart has axes with ticks, a text alternative and its numbers', async () => {
  const series = [seriesOf('0', 'Your code', curves(5, stuck), 'loss'), seriesOf('1', 'With fix', curves(5), 'loss')];
  const drawn = await draw(chart(series, { reference: { value: 0.5, label: 'chance' } }));
  const svg = drawn.querySelector('svg');
  expect(svg?.getAttribute('role')).toBe('img');
  const alternative = svg?.getAttribute('aria-label') ?? '';
  expect(alternative).toMatch(/^Training loss\. Your code: from 0\.\d+ at step 1 to 0\.\d+ at step 150, median of 5 runs\./);
  expect(alternative).toContain('With fix: from');
  expect(alternative).toContain('chance is 0.5.');
  expect(drawn.querySelectorAll('.axis .grid').length).toBeGreaterThanOrEqual(3);
  expect([...drawn.querySelectorAll('.axis text')].map(({ textContent }) => textContent)).toContain('training step');
  expect([...drawn.querySelectorAll('.line-label')].map(({ textContent }) => textContent.split(' 0')[0])).toEqual([
    'Your code',
    'With fix',
  ]);
  expect([...drawn.querySelectorAll('th[scope=col]')].map(({ textContent }) => textContent)).toEqual([
    'Step',
    'Your code (median)',
    'Your code (all runs)',
    'With fix (median)',
    'With fix (all runs)',
  ]);
  expect(rows(drawn)[0]?.[0]).toBe('1');
  expect(rows(drawn).at(-1)?.[0]).toBe('150');
});

test('the versions differ in dash and mark, not only in colour', async () => {
  const series = seeds(4).map((i) => seriesOf(String(i), `Version ${i}`, curves(1), 'loss'));
  const drawn = await draw(chart(series));
  const dashes = [...drawn.querySelectorAll('path.curve')].map((path) => path.getAttribute('stroke-dasharray'));
  expect(new Set(dashes).size).toBe(4);
  const marks = [...drawn.querySelectorAll('.mark')].map(
    (mark) => mark.tagName + (mark.getAttribute('d')?.replaceAll(/[\d.-]+/g, '') ?? ''),
  );
  expect(new Set(marks).size).toBe(4);
});

test('NaN from the first step is a marked end, not an empty chart', async () => {
  const drawn = await draw(chart([seriesOf('0', 'Your code', curves(5, broken), 'loss')]));
  expect(drawn.querySelectorAll('path.curve').length).toBe(0);
  expect(drawn.querySelector('path.nan')).not.toBeNull();
  expect(drawn.querySelector('.line-label')?.textContent).toBe('Your code NaN');
  expect(drawn.querySelector('svg')?.getAttribute('aria-label')).toContain('NaN from step 1, median of 5 runs');
  expect(rows(drawn)).toEqual([['1', 'NaN', 'NaN']]);
});

test('one run has no band', async () => {
  const drawn = await draw(chart([seriesOf('0', 'Your code', curves(1), 'loss')]));
  expect(drawn.querySelector('path.band')).toBeNull();
  expect(drawn.querySelector('path.curve')).not.toBeNull();
});

test.each([
  ['constant', [0.5, 0.5, 0.5]],
  ['constant at zero', [0, 0, 0]],
  ['huge', [1e30, 1e35, 1e38]],
  ['tiny', [1e-30, 1e-31, 1e-38]],
  ['negative', [-1, -1000, -1e6]],
  ['a single step', [0.7]],
  ['no step', []],
])('every coordinate is a number: %s', async (_, loss) => {
  const one: Curve = { step: loss.map((__, i) => i + 1), loss, metricStep: [], metric: [] };
  const drawn = await draw(chart([seriesOf('0', 'Your code', [one, one], 'loss')], { mayBeLog: true }));
  expect(drawn.innerHTML).not.toMatch(/NaN|Infinity|undefined/);
});

test('a curve that explodes does not press the other one flat', async () => {
  const of = (loss: readonly (number | null)[]): Curve => ({ step: [1, 2, 3, 4], loss, metricStep: [], metric: [] });
  const series = [
    seriesOf('0', 'Your code', [of([1, 1e20, null, null])], 'loss'),
    seriesOf('1', 'With fix', [of([1, 0.8, 0.5, 0.25])], 'loss'),
  ];
  const drawn = await draw(chart(series, { mayBeLog: true }));
  const path = drawn.querySelectorAll('path.curve')[1]?.getAttribute('d') ?? '';
  const heights = [...path.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
  expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(30);
});

test('the axis is logarithmic only for positive values far apart', () => {
  const of = (...loss: number[]) => [
    seriesOf('0', 'x', [{ step: loss.map((_, i) => i), loss, metricStep: [], metric: [] }], 'loss'),
  ];
  expect(wantsLog(of(1, 0.01))).toBe(true);
  expect(wantsLog(of(1, 0.1))).toBe(false);
  expect(wantsLog(of(1, 0))).toBe(false);
  expect(wantsLog(of(1000, -1))).toBe(false);
  expect(wantsLog([])).toBe(false);
});

test('labels keep their distance and their order, inside the chart', () => {
  expect(spread([10, 12, 100], 15, 0, 200)).toEqual([10, 25, 100]);
  expect(spread([199, 200, 198], 15, 0, 200)).toEqual([185, 200, 170]);
  expect(spread([], 15, 0, 200)).toEqual([]);
});

test('a layer chart has a row a layer, a place for "none" and for zero, and its numbers', async () => {
  const drawn = await draw(
    <LayerChart
      title="Gradient that reaches each layer"
      rows={[
        { key: 'a', label: 'dense', values: [0, 0.5] },
        { key: 'b', label: 'dense_1', values: [null, 0.1] },
        { key: 'c', label: 'dense_2', values: [undefined, 10] },
      ]}
      versions={['Your code', 'With fix']}
      scale="log"
      format={number}
      nothing="none"
      axis="norm of the gradient"
    />,
  );
  expect(drawn.querySelectorAll('.mark').length).toBe(5);
  expect(drawn.querySelector('.gutter')).not.toBeNull();
  expect(drawn.querySelector('svg')?.getAttribute('aria-label')).toBe(
    'Gradient that reaches each layer. dense: Your code 0, With fix 0.5. dense_1: Your code none, With fix 0.1. dense_2: With fix 10.',
  );
  expect(rows(drawn)).toEqual([
    ['dense', '0', '0.5'],
    ['dense_1', 'none', '0.1'],
    ['dense_2', '', '10'],
  ]);
  expect(drawn.innerHTML).not.toMatch(/NaN|undefined/);
});

test('the panel says where the gradient dies', async () => {
  const made = verdict();
  const [asWritten, withFix] = made.arms;
  if (asWritten === undefined || withFix === undefined) throw new Error('two arms were made');
  const faded = {
    ...asWritten,
    runs: asWritten.runs.map((run) => ({
      ...run,
      layers: run.layers.map((layer, i) => ({ ...layer, gradientFirst: i === 0 ? 1e-9 : 0.5 })),
    })),
  };
  const lost = {
    ...asWritten,
    runs: asWritten.runs.map((run) => ({ ...run, layers: run.layers.map((layer) => ({ ...layer, gradientFirst: 0 })) })),
  };
  expect((await draw(<Layers verdict={{ ...made, arms: [faded, withFix] }} />)).textContent).toContain(
    'Your code: 5e8 times smaller in dense than at its strongest',
  );
  expect((await draw(<Layers verdict={{ ...made, arms: [lost, withFix] }} />)).textContent).toContain(
    'Your code: no layer gets any gradient',
  );
});
