/** Everything that follows a judgement ends by the one deadline. */
import { expect, test } from 'vitest';
import { soundUpdate, type Arm, type Experiment } from '../../src/experiment/experiment';
import type { ArmResult, RunResult, Verdict } from '../../src/experiment/verdict';
import { testExperiment } from '../../src/plan/run';
import { runsInTime, stepsInTime, timeLeft } from '../../src/plan/time-left';

const arm: Arm = {
  role: 'asWritten',
  title: 'Your code',
  model: {
    nodes: [
      { id: 'input', class: 'InputLayer', config: { shape: [4] }, inbound: [] },
      { id: 'dense', class: 'Dense', config: { units: 1, activation: 'tanh' }, inbound: ['input'] },
    ],
    inputs: ['input'],
    outputs: ['dense'],
  },
  heads: [{ output: 'dense', target: 0, loss: { kind: 'keras', class: 'MeanSquaredError', config: {} } }],
  optimizer: { class: 'SGD', config: { learning_rate: 0.01 } },
  inputs: [{ steps: [] }],
  targets: [{ encoding: 'as-is', steps: [] }],
  fit: { epochs: 10, batchSize: 20, shuffle: true },
  update: soundUpdate,
};

const experiment: Experiment = {
  version: 1,
  arms: [arm],
  data: {
    inputs: [{ kind: 'features', shape: [4], values: { kind: 'affine', scale: 1, offset: 0 }, dtype: 'float32' }],
    targets: [{ kind: 'regression', shape: [1], values: { kind: 'affine', scale: 1, offset: 0 } }],
    samples: 200,
    heldOut: 200,
    teacher: 'linear',
    order: 'shuffled',
  },
  budget: { steps: 400, deadlineMs: 120_000 },
  seeds: { count: 5, extendTo: 10 },
  semantics: { backend: 'keras-tensorflow', keras: 3 },
  judging: { metric: 'r2', on: 'held-out' },
};

function answer({ arms, seeds, judging, semantics }: Experiment, ms: number, part: Partial<Verdict> = {}): Verdict {
  const runs = Array.from(
    { length: seeds.count },
    () => ({ metric: 0, learned: false, nanStep: null, weightChange: 1 }) as RunResult,
  );
  return {
    version: 1,
    outcome: 'does-not-learn',
    evidence: 'trained',
    reason: { kind: 'not-learned', metric: 0, chance: 0, runs: seeds.count, learnedRuns: 0, nanRuns: 0, unmovedRuns: 0 },
    arms: arms.map(({ role, title }): ArmResult => ({
      role,
      title,
      runs,
      median: { metric: 0, initialLoss: 1, finalLoss: 1 },
      chance: 0,
      learnedRuns: 0,
      nanRuns: 0,
      unmovedRuns: 0,
      stepsPerRun: 100,
      parameters: 100_000,
    })),
    comparisons: [],
    judging,
    semantics,
    data: { kind: 'made-up', teacher: 'linear', samples: 200, heldOut: 200, reductions: [] },
    engine: { backend: 'wasm', version: '' },
    ms,
    ...part,
  };
}

test('what is left is counted from the time the judgement took', () => {
  expect(timeLeft(experiment, answer(experiment, 50_000))).toBe(70_000);
  expect(timeLeft(experiment, answer(experiment, 130_000))).toBe(0);
  expect(timeLeft({ ...experiment, budget: { steps: 400 } }, answer(experiment, 50_000))).toBeUndefined();
  expect(stepsInTime(experiment, answer(experiment, 48_000))).toBeCloseTo(1.2);
});

test('arms and runs beyond the time are left out', () => {
  const others = { ...experiment, arms: Array.from({ length: 6 }, () => arm), seeds: { count: 3, extendTo: 3 } };
  // Five runs in a second: a fifth of one each.
  expect(runsInTime(others, answer(experiment, 1000))).toEqual(others);
  // Twelve seconds a run, and 48 are counted on.
  expect(runsInTime(others, answer(experiment, 60_000))).toMatchObject({ arms: { length: 4 }, seeds: { count: 1 } });
  expect(runsInTime(others, answer(experiment, 119_000))).toBeUndefined();
});

test('a short program is trained longer only as far as the time goes', async () => {
  const started: Experiment[] = [];
  const { verdict } = await testExperiment(experiment, (one) => {
    started.push(one);
    return Promise.resolve(answer(one, started.length === 1 ? 30_000 : 1000));
  });
  expect(started[1]?.budget).toEqual({ steps: 240, deadlineMs: 90_000 });
  expect(verdict.ms).toBeGreaterThanOrEqual(31_000);
});

test('a longer training that is too slow does not take the place of what is known', async () => {
  let count = 0;
  const { verdict, experiment: tested } = await testExperiment(experiment, (one) => {
    count += 1;
    const late = { outcome: 'failed', evidence: 'none', reason: { kind: 'deadline', ms: 90_000 }, arms: [] } as const;
    return Promise.resolve(count === 1 ? answer(one, 30_000) : answer(one, 90_000, late));
  });
  expect(count).toBe(2);
  expect(verdict).toMatchObject({ outcome: 'does-not-learn', ms: 120_000 });
  expect(tested).toBe(experiment);
});
