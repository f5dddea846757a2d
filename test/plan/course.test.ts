import { expect, test } from 'vitest';
import { follow, type EpochCallback } from '../../src/experiment/course';
import { planBaseline } from '../../src/plan/plan';
import { cleared } from '../../src/plan/clearing';
import { summarize } from '../../src/experiment/judge';
import type { Experiment } from '../../src/experiment/experiment';
import type { Verdict } from '../../src/experiment/verdict';
import { readProgram } from '../../src/read/read';
import type { Sources } from '../../src/text/source';
import { testParser } from '../support/parser';
import { experimentOf } from './support/plan';

const parser = await testParser();

function planned(text: string): Experiment {
  const sources: Sources = new Map([['main.py', { id: 'main.py', text }]]);
  const program = readProgram({
    entry: 'main.py',
    sources,
    modules: new Map([['main.py', parser.parse(text)]]),
    resolve: () => undefined,
  });
  const run = program.runs[0];
  if (!run) throw new Error('no run');
  return experimentOf(planBaseline(run, undefined, undefined, program.untracked));
}

const fitted = (fit: string, compile = "'adam', 'mse'", between = ''): string => `import numpy as np
import keras
x = np.random.normal(size=(400, 8)).astype('float32')
y = (x[:, 0] * 2 + x[:, 1]).reshape(-1, 1)
model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(16, activation='relu'), keras.layers.Dense(1)])
model.compile(${compile})
${between}
model.fit(x, y, ${fit})
`;

test.each([
  ['epochs=20, initial_epoch=19, batch_size=200', { epochs: 1 }],
  ['epochs=10, steps_per_epoch=1', { steps: 10 }],
  [
    'epochs=3, callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch: 1e-7)]',
    { course: { epochSteps: 13, rates: [1e-7, 1e-7, 1e-7], callbacks: [] } },
  ],
  [
    'epochs=3, callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch, lr: lr * 0.5 if epoch > 0 else lr)]',
    { course: { epochSteps: 13, rates: [0.001, 0.0005, 0.00025], callbacks: [] } },
  ],
])('fit(%s) is rebuilt', (fit, expected) => {
  const experiment = planned(fitted(fit));
  expect(experiment.arms[0]?.fit).toMatchObject(expected);
  expect(experiment.leftOut).toBeUndefined();
});

test('a rate that is assigned after compile is the rate; the weights of losses are those of compile', () => {
  const assigned = planned(fitted('epochs=2', "keras.optimizers.SGD(0.02), 'mse'", 'model.optimizer.learning_rate.assign(1e-8)'));
  expect(assigned.arms[0]?.optimizer.config.learning_rate).toBe(1e-8);
  const weighted = planned(fitted('epochs=2', "'adam', 'mse', loss_weights=[0.0]"));
  expect(weighted.arms[0]?.heads[0]?.weight).toBe(0);
});

test.each([
  ['sample_weight', fitted('epochs=2, sample_weight=np.zeros(400)')],
  ['the callback EarlyStopping', fitted("epochs=2, callbacks=[keras.callbacks.EarlyStopping(monitor='my_metric')]")],
  ['callbacks that are not known', fitted('epochs=2, callbacks=[Own()]', undefined, 'from mine import Own')],
  [
    'compute_loss of Net',
    `import numpy as np
import keras
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = keras.layers.Dense(1)
    def call(self, inputs):
        return self.a(inputs)
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return 0.0 * keras.ops.mean(y_pred)
model = Net()
model.compile('adam', 'mse')
model.fit(np.random.normal(size=(400, 8)), np.random.normal(size=(400, 1)), epochs=2)
`,
  ],
])('%s is named as left out', (what, text) => {
  expect(planned(text).leftOut).toContain(what);
});

const stopping: EpochCallback = {
  kind: 'early-stopping',
  monitor: 'loss',
  minDelta: 50,
  patience: 0,
  startFrom: 0,
  restore: true,
};
const plateau: EpochCallback = {
  kind: 'reduce-rate',
  monitor: 'val_loss',
  factor: 0.5,
  patience: 2,
  minDelta: 0.1,
  cooldown: 1,
  minRate: 0.3,
};

/** As `EarlyStopping` and `ReduceLROnPlateau` of Keras 3.15 answer to the same losses. */
test('callbacks stop and lower the rate in the epoch in which Keras does', () => {
  const one = follow({ epochSteps: 1, callbacks: [stopping] });
  const seen = (loss: number) => ({ loss, val_loss: loss });
  expect(one.epochEnd(0, seen(19), 1)).toEqual({ stop: false, rate: undefined, keepWeights: true });
  expect(one.epochEnd(1, seen(9), 1).stop).toBe(true);
  const other = follow({ epochSteps: 1, callbacks: [plateau] });
  let rate = 1;
  const rates = [1, 1, 1, 1, 1, 1, 1].map((loss, epoch) => (rate = other.epochEnd(epoch, seen(loss), rate).rate ?? rate));
  expect(rates).toEqual([1, 1, 0.5, 0.5, 0.3, 0.3, 0.3]);
});

test('a model that learns is cleared only where nothing was left out, no warning stands and the steps are many', () => {
  const experiment = planned(fitted('epochs=20'));
  const learned: Verdict['reason'] = {
    kind: 'learned',
    metric: 0.9,
    chance: 0,
    runs: 5,
    learnedRuns: 5,
    nanRuns: 0,
    unmovedRuns: 0,
  };
  const arm = summarize({ role: 'asWritten', title: 'Your code', parameters: 1 }, []);
  const verdict = (stepsPerRun: number): Verdict => ({
    version: 1,
    outcome: 'learns',
    evidence: 'trained',
    reason: learned,
    arms: [{ ...arm, stepsPerRun }],
    comparisons: [],
    judging: experiment.judging,
    semantics: experiment.semantics,
    data: { kind: 'made-up', teacher: 'linear', samples: 400, heldOut: 400, reductions: [] },
    engine: { backend: 'none', version: '' },
    ms: 0,
  });
  expect(cleared(verdict(260), experiment).outcome).toBe('learns');
  expect(cleared(verdict(2), experiment).reason).toMatchObject({ kind: 'not-cleared', updates: 2 });
  expect(cleared(verdict(260), { ...experiment, leftOut: ['sample_weight'] }).outcome).toBe('inconclusive');
  expect(cleared(verdict(260), { ...experiment, standing: ['lr-too-low'] }).reason).toMatchObject({ standing: ['lr-too-low'] });
});
