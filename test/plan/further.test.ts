/** What is tried after a judgement: changes of a model that does not learn, and other learning rates. */
import { expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment/experiment';
import type { ArmResult, RunResult, Verdict } from '../../src/experiment/verdict';
import { planBaseline } from '../../src/plan/plan';
import { remedyExperiment } from '../../src/plan/remedies';
import { testExperiment } from '../../src/plan/run';
import { describeVerdict } from '../../src/plan/words';
import { readProgram } from '../../src/read/read';
import { testParser } from '../support/parser';

const parser = await testParser();

const slow = `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8) * 500
y = np.random.randint(0, 3, 300)
model = keras.Sequential([
    keras.layers.Dense(16, activation="sigmoid", kernel_initializer="zeros", kernel_regularizer="l2", input_shape=(8,)),
    keras.layers.Dropout(0.5),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.SGD(0.00001), loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=2000)
`;

function baseline(text: string): Experiment {
  const sources = new Map([['main.py', { id: 'main.py', text }]]);
  const program = readProgram({
    entry: 'main.py',
    sources,
    modules: new Map([['main.py', parser.parse(text)]]),
    resolve: () => undefined,
  });
  const [run] = program.runs;
  const planned = run && planBaseline(run);
  if (planned?.kind !== 'experiment') throw new Error('not planned');
  return planned.experiment;
}

const run = (metric: number): RunResult =>
  ({
    metric,
    chance: 1 / 3,
    learned: metric > 0.5,
    initialLoss: 1,
    finalLoss: 1,
    nanStep: null,
    weightChange: 1,
    steps: 400,
  }) as RunResult;

/** A verdict whose arms did as `metricOf` says. */
function verdictOf(experiment: Experiment, outcome: Verdict['outcome'], metricOf: (title: string) => number): Verdict {
  const arms = experiment.arms.map(({ role, title }): ArmResult => {
    const runs = Array.from({ length: experiment.seeds.count }, () => run(metricOf(title)));
    return {
      role,
      title,
      runs,
      median: { metric: metricOf(title), initialLoss: 1, finalLoss: 1 },
      chance: 1 / 3,
      learnedRuns: runs.filter(({ learned }) => learned).length,
      nanRuns: 0,
      unmovedRuns: 0,
      stepsPerRun: 400,
      parameters: 100_000,
    };
  });
  return {
    version: 1,
    outcome,
    evidence: 'trained',
    reason: { kind: 'not-learned', metric: 0.33, chance: 1 / 3, runs: 5, learnedRuns: 0, nanRuns: 0, unmovedRuns: 0 },
    arms,
    comparisons: [],
    judging: experiment.judging,
    semantics: experiment.semantics,
    data: { kind: 'made-up', teacher: 'linear', samples: 300, heldOut: 300, reductions: [] },
    engine: { backend: 'none', version: '' },
    ms: 1,
  };
}

test('of a model that does not learn, one thing is changed at a time', () => {
  const experiment = baseline(slow);
  const search = remedyExperiment(
    experiment,
    verdictOf(experiment, 'does-not-learn', () => 0.3),
  );
  const own = experiment.arms[0];
  expect(search?.arms.map(({ title }) => title)).toEqual([
    'learning rate 1e-4',
    'learning rate 1e-6',
    'Adam at its default rate (0.001)',
    'standardized inputs',
    "Keras's default initial weights",
    'relu in the hidden layers',
    'no regularisation',
  ]);
  const arm = (title: string) => search?.arms.find((one) => one.title === title);
  expect(arm('learning rate 1e-4')).toMatchObject({
    model: own?.model,
    optimizer: { class: 'SGD', config: { learning_rate: 0.0001 } },
  });
  expect(arm('standardized inputs')?.inputs).toEqual([{ steps: [{ kind: 'standardize' }] }]);
  expect(arm("Keras's default initial weights")?.model.nodes[1]?.config).toEqual({
    units: 16,
    activation: 'sigmoid',
    kernel_regularizer: 'l2',
  });
  expect(arm('no regularisation')?.model.nodes.map(({ config }) => config)).toMatchObject([{}, {}, { rate: 0 }, {}]);
  expect(arm('no regularisation')?.model.nodes[1]?.config.kernel_regularizer).toBeUndefined();
});

test('a model that learns, and one that Keras refuses, need no search', () => {
  const experiment = baseline(slow);
  expect(
    remedyExperiment(
      experiment,
      verdictOf(experiment, 'learns', () => 1),
    ),
  ).toBeUndefined();
  const refused: Verdict = { ...verdictOf(experiment, 'does-not-learn', () => 0.3), evidence: 'keras-raises' };
  expect(remedyExperiment(experiment, refused)).toBeUndefined();
});

test('the changes are ranked and the ones that help are told', async () => {
  const did = (title: string): number =>
    title.startsWith('Adam') ? 0.97 : title.startsWith('relu') ? 0.9 : title.startsWith('standard') ? 0.34 : 0.3;
  const { verdict } = await testExperiment(baseline(slow), (one) => Promise.resolve(verdictOf(one, 'does-not-learn', did)));
  expect(verdict.remedies?.slice(0, 3)).toEqual([
    { title: 'Adam at its default rate (0.001)', metric: 0.97, learnedRuns: 3, runs: 3 },
    { title: 'relu in the hidden layers', metric: 0.9, learnedRuns: 3, runs: 3 },
    { title: 'standardized inputs', metric: 0.34, learnedRuns: 0, runs: 3 },
  ]);
  expect(describeVerdict(verdict).sentences.at(-1)).toBe(
    'Changed by itself, this made it learn: Adam at its default rate (0.001) (97.0%); relu in the hidden layers (90.0%).',
  );
});

test('where nothing helps, that is said, with what was tried', async () => {
  const { verdict } = await testExperiment(baseline(slow), (one) => Promise.resolve(verdictOf(one, 'does-not-learn', () => 0.3)));
  expect(describeVerdict(verdict).sentences.join(' ')).toMatch(/None of 7 changes tried by itself made it learn: learning rate/);
});

test('a search that is cancelled leaves the result as it was', async () => {
  const { verdict } = await testExperiment(baseline(slow), (one) =>
    Promise.resolve(
      one.arms[0]?.role === 'asWritten'
        ? verdictOf(one, 'does-not-learn', () => 0.3)
        : { ...verdictOf(one, 'failed', () => 0), reason: { kind: 'cancelled' }, evidence: 'none', arms: [] },
    ),
  );
  expect([verdict.outcome, verdict.remedies]).toEqual(['does-not-learn', undefined]);
});

test('a learning rate is shown among others, in order, with the own one and the fix marked', async () => {
  const own = baseline(slow);
  const [arm] = own.arms;
  if (!arm) throw new Error('no arm');
  const fixed = { ...arm, role: 'withFix' as const, optimizer: { class: 'SGD', config: { learning_rate: 0.01 } } };
  const experiment: Experiment = { ...own, arms: [arm, fixed], sweep: 'learning_rate' };
  const asked: Experiment[] = [];
  const { verdict } = await testExperiment(experiment, (one) => {
    asked.push(one);
    return Promise.resolve(verdictOf(one, 'confirmed', (title) => (title.includes('0.1') ? 0.8 : 0.4)));
  });
  expect(asked).toHaveLength(2);
  expect(verdict.sweep?.points.map(({ value, mark, runs }) => [value, mark, runs])).toEqual([
    [0.00001, 'yours', 5],
    [0.0001, 'other', 3],
    [0.001, 'other', 3],
    [0.01, 'fix', 5],
    [0.1, 'other', 3],
    [1, 'other', 3],
  ]);
  expect(verdict.sweep?.points.find(({ value }) => value === 0.1)).toMatchObject({ metric: 0.8, learnedRuns: 3 });
});
