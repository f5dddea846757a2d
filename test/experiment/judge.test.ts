import { expect, test } from 'vitest';
import { compare, judge, judgeBaseline, summarize } from '../../src/experiment/judge';
import { score } from '../../src/experiment/metrics';
import { stream } from '../../src/experiment/random';
import type { RunResult } from '../../src/experiment/verdict';

const run = (metric: number | null, part: Partial<RunResult> = {}): RunResult => ({
  seed: 1,
  steps: 100,
  metric,
  chance: 0.5,
  training: metric,
  heldOut: metric,
  learned: metric !== null && metric > 0.6,
  initialLoss: 1,
  finalLoss: 0.5,
  nanStep: metric === null ? 3 : null,
  curve: { step: [], loss: [], metricStep: [], metric: [] },
  layers: [],
  weightChange: 0.1,
  outputSpread: 0.1,
  ...part,
});
const runs = (...metrics: (number | null)[]): RunResult[] => metrics.map((metric) => run(metric));

test('a large and complete separation is confirmed, and why', () => {
  const good = runs(0.95, 0.94, 0.93, 0.96, 0.95);
  expect(compare(runs(0.5, 0.51, 0.49, 0.5, 0.52), good).reason.kind).toBe('stuck-at-chance');
  expect(compare(runs(null, null, null, null, null), good).reason.kind).toBe('nan');
  expect(compare(runs(0.7, 0.72, 0.74, 0.71, 0.7), good).reason.kind).toBe('difference');
  const still = runs(0.5, 0.5, 0.5, 0.5, 0.5).map((each) => ({ ...each, weightChange: 0 }));
  expect(compare(still, good).reason.kind).toBe('weights-unmoved');
  for (const bad of [runs(0.5, 0.5, 0.5, 0.5, 0.5), runs(null, null, null, null, null)])
    expect(compare(bad, good).outcome).toBe('confirmed');
});

test('agreement of all pairs alone is not enough: the groups overlap', () => {
  const verdict = compare(runs(0.7, 0.75, 0.8, 0.85, 0.9), runs(0.78, 0.83, 0.88, 0.93, 0.98));
  expect(verdict.better).toBe(5);
  expect(verdict.outcome).toBe('inconclusive');
  expect(verdict.unclear).toBe(true);
});

test('a difference too small to matter is none, however clear', () => {
  const verdict = compare(runs(0.9, 0.9, 0.9, 0.9, 0.9), runs(0.93, 0.93, 0.93, 0.93, 0.93));
  expect(verdict.outcome).toBe('not-reproduced');
});

test('where runs scatter, no difference is told when a gain worth telling is excluded', () => {
  const written = [0.7, 0.72, 0.78, 0.66, 0.74, 0.71, 0.68, 0.8, 0.69, 0.73];
  const shifted = (...by: number[]): RunResult[] => runs(...written.map((metric, i) => metric + (by[i] ?? 0)));
  // Six of ten pairs differ by more than the smallest effect, to both sides.
  const scattered = compare(runs(...written), shifted(0.06, -0.07, -0.06, 0.01, 0.055, -0.07, 0.02, -0.01, -0.06, 0.03));
  expect([scattered.outcome, scattered.better, scattered.worse]).toEqual(['not-reproduced', 2, 4]);
  // As many, and a gain may be there.
  const rising = compare(runs(...written), shifted(0.09, -0.02, 0.08, 0.01, 0.07, -0.06, 0.08, 0.09, 0.02, 0.1));
  expect([rising.outcome, rising.unclear]).toEqual(['inconclusive', true]);
});

test('a fix that does not learn either proves nothing', () => {
  const verdict = compare(runs(0.4, 0.4, 0.4, 0.4, 0.4), runs(0.52, 0.52, 0.52, 0.52, 0.52));
  expect(verdict.outcome).toBe('inconclusive');
  expect(verdict.reason.kind).toBe('neither-learned');
});

test('a fix that is worse is told so', () => {
  expect(compare(runs(0.9, 0.91, 0.92, 0.93, 0.94), runs(0.5, 0.5, 0.5, 0.5, null)).outcome).toBe('fix-worse');
});

test('the best of several fixes decides', () => {
  const arm = (role: 'asWritten' | 'withFix', results: RunResult[]) => summarize({ role, title: role, parameters: 1 }, results);
  const verdict = judge([
    arm('asWritten', runs(0.5, 0.5, 0.5, 0.5, 0.5)),
    arm('withFix', runs(0.8, 0.81, 0.82, 0.8, 0.81)),
    arm('withFix', runs(0.95, 0.95, 0.96, 0.97, 0.95)),
  ]);
  expect(verdict.outcome).toBe('confirmed');
  expect(verdict.best).toBe(2);
  expect(verdict.comparisons.length).toBe(2);
});

test('a baseline learns, does not learn, or differs from run to run', () => {
  expect(judgeBaseline(runs(0.9, 0.9, 0.9, 0.9, 0.5)).outcome).toBe('learns');
  expect(judgeBaseline(runs(0.5, 0.5, null, 0.5, 0.5)).outcome).toBe('does-not-learn');
  expect(judgeBaseline(runs(0.9, 0.9, 0.5, 0.5, 0.5)).outcome).toBe('inconclusive');
});

test('arms that do not differ are confirmed in under 1% of the cases, whatever their runs are like', () => {
  const kinds: readonly ((random: ReturnType<typeof stream>) => number)[] = [
    // Learns in half of its runs: the case in which agreement of five pairs is fooled in 3%.
    (random) => (random.uniform() < 0.5 ? 0.5 : 0.95),
    (random) => 0.6 + 0.35 * random.uniform(),
    (random) => 0.8 + 0.1 * random.normal(),
    (random) => (random.uniform() < 0.8 ? 0.95 + 0.01 * random.normal() : 0.2),
  ];
  for (const [k, draw] of kinds.entries()) {
    const random = stream(k + 1, 'a/a');
    let confirmed = 0;
    const count = 3000;
    for (let i = 0; i < count; i++) {
      const a = Array.from({ length: 10 }, () => run(draw(random)));
      const b = Array.from({ length: 10 }, () => run(draw(random)));
      const first = compare(a.slice(0, 5), b.slice(0, 5));
      const last = first.unclear ? compare(a, b) : first;
      if (last.outcome === 'confirmed') confirmed += 1;
    }
    expect(confirmed / count, `kind ${k}`).toBeLessThan(0.01);
  }
});

test('metrics against chance', () => {
  const truth = {
    kind: 'classes',
    classes: 2,
    positions: 1,
    ids: Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : 1)),
  } as const;
  const always0 = { values: new Float32Array(100), units: 1 };
  const half = { kind: 'threshold', at: 0.5 } as const;
  expect(score('accuracy', always0, truth, [], half)).toEqual({ metric: 0.9, chance: 0.9, learned: false });
  expect(score('balanced-accuracy', always0, truth, [], half)).toMatchObject({ metric: 0.5, chance: 0.5, learned: false });
  expect(score('recall', always0, truth, [], half)).toMatchObject({ metric: 0, learned: false });
  const right = { values: Float32Array.from(truth.ids), units: 1 };
  expect(score('accuracy', right, truth, [], half)).toMatchObject({ metric: 1, learned: true });
  expect(score('accuracy', { values: new Float32Array(100).fill(NaN), units: 1 }, truth, [], half).metric).toBeNaN();
  const numbers = { kind: 'regression', width: 1, values: Float64Array.of(1, 2, 3) } as const;
  expect(score('r2', { values: [2, 2, 2], units: 1 }, numbers, [1, 2, 3], half)).toEqual({
    metric: 0,
    chance: 0,
    learned: false,
  });
  expect(score('r2', { values: [1, 2, 3], units: 1 }, numbers, [1, 2, 3], half)).toMatchObject({ metric: 1, learned: true });
});

test('runs that ended in NaN are counted one by one', () => {
  const mixed = runs(null, null, 0.9, 0.92, 0.91);
  expect(judgeBaseline(mixed).reason).toMatchObject({ nanRuns: 2, learnedRuns: 3 });
  expect(summarize({ role: 'asWritten', title: '', parameters: 1 }, mixed)).toMatchObject({ nanRuns: 2, learnedRuns: 3 });
  const good = runs(0.95, 0.94, 0.93, 0.96, 0.95);
  // Most of the runs, and not the others, make it a matter of NaN; the step is that at which it came.
  expect(compare([...runs(null, null, null, null), run(0.5)], good).reason).toMatchObject({ kind: 'nan', runs: 4, step: 3 });
  expect(compare([run(null), ...runs(0.5, 0.51, 0.49, 0.5)], good).reason.kind).toBe('stuck-at-chance');
});
