import { beforeAll, expect, test } from 'vitest';
import { soundUpdate } from '../../src/experiment/experiment';
import type { Expression } from '../../src/experiment/model';
import type { Engine } from '../../src/experiment/verdict';
import { describeVerdict } from '../../src/plan/words';
import { runExperiment } from '../../src/probe/experiment';
import { engine } from './support/engine';
import { arm, data, dense, experiment, features, loss, optimizer, sequential, withFix } from './support/experiments';

let ready: Engine;
beforeAll(async () => {
  ready = await engine();
});

const net = arm({
  model: sequential([4], [dense(8, 'relu'), dense(1, 'sigmoid')]),
  loss: loss('BinaryCrossentropy'),
  optimizer: optimizer('Adam', { learning_rate: 0.01 }),
});
const half: Expression = { kind: 'constant', value: 0.5 };
const task = data(features(4), { kind: 'binary' });
const run = (spec: Parameters<typeof runExperiment>[0]) => runExperiment(spec, { engine: ready, now: () => performance.now() });

test('gradients that are never applied are told by the first step', () => {
  const verdict = run(experiment([{ ...net, update: { ...soundUpdate, applied: false } }, withFix(net)], task));
  expect(verdict).toMatchObject({ outcome: 'confirmed', evidence: 'one-step', reason: { kind: 'weights-unmoved' }, best: 1 });
  expect(verdict.arms.map(({ stepsPerRun }) => stepsPerRun)).toEqual([1, 1]);
  expect(describeVerdict(verdict).lead).toBe('Your weights never change.');
});

test('so are layers that are all frozen; one that is trained takes training to tell', () => {
  const frozen = (count: number) =>
    arm({
      ...net,
      loss: loss('BinaryCrossentropy'),
      model: sequential(
        [4],
        [dense(8, 'relu', { trainable: false }), dense(1, 'sigmoid', count > 1 ? { trainable: false } : {})],
      ),
    });
  expect(run(experiment([frozen(2), withFix(net)], task)).evidence).toBe('one-step');
  expect(run(experiment([frozen(1), withFix(net)], task)).evidence).toBe('trained');
});

test('a fix that moves nothing either proves nothing', () => {
  const still = { ...net, update: { ...soundUpdate, applied: false } };
  expect(run(experiment([still, withFix(still)], task)).outcome).toBe('inconclusive');
});

test('without any gradient Keras raises, which is another thing than a gradient of 0', () => {
  const verdict = run(experiment([{ ...net, update: { ...soundUpdate, recorded: false } }, withFix(net)], task));
  expect(verdict).toMatchObject({
    outcome: 'confirmed',
    evidence: 'keras-raises',
    reason: { kind: 'keras-raises', message: 'No gradients provided for any variable.' },
  });
  expect(describeVerdict(verdict).lead).toBe('Keras refuses this program before it trains.');
});

test('variables that are asked for and are none leave every weight where it is', () => {
  const verdict = run(experiment([{ ...net, update: { ...soundUpdate, variables: [] } }, withFix(net)], task));
  expect(verdict).toMatchObject({ outcome: 'confirmed', evidence: 'one-step', reason: { kind: 'weights-unmoved' } });
});

test.each([
  ['round', (y: Expression): Expression => ({ kind: 'call', operation: 'round', inputs: [y], config: {} })],
  ['a comparison', (y: Expression): Expression => ({ kind: 'call', operation: 'greater', inputs: [y, half], config: {} })],
  ['a cast to whole numbers', (y: Expression): Expression => ({ kind: 'call', operation: 'truncate', inputs: [y], config: {} })],
  ['stop_gradient', (y: Expression): Expression => ({ kind: 'call', operation: 'stop_gradient', inputs: [y], config: {} })],
])('%s on every way to the loss leaves no gradient', (_, blocked) => {
  const expression: Expression = {
    kind: 'call',
    operation: 'squared_difference',
    inputs: [{ kind: 'y_true' }, blocked({ kind: 'y_pred' })],
    config: {},
  };
  const [head] = net.heads;
  if (!head) throw new Error('no head');
  const asWritten = { ...net, heads: [{ ...head, loss: { kind: 'custom' as const, aligned: true, expression } }] };
  expect(run(experiment([asWritten, withFix(net)], task)).evidence).toBe('keras-raises');
});

test('a model that cannot be built is told from a fix that cannot', () => {
  const broken = { ...net, model: sequential([4], [['LSTM', { units: 4 }], dense(1, 'sigmoid')]) };
  expect(run(experiment([broken, withFix(net)], task))).toMatchObject({ outcome: 'confirmed', evidence: 'keras-raises' });
  expect(run(experiment([net, withFix(broken)], task)).outcome).toBe('not-testable');
  expect(run(experiment([broken, withFix(broken)], task)).outcome).toBe('not-testable');
});

test('labels and outputs that cannot be compared are an error of the program', () => {
  const wide = arm({
    model: sequential([4], [dense(3)]),
    loss: loss('MeanSquaredError'),
    optimizer: optimizer('SGD'),
    targets: [{ encoding: 'one-hot', steps: [] }],
  });
  const verdict = run(experiment([wide, withFix(wide)], data(features(4), { kind: 'classes', classes: 5 })));
  expect(verdict).toMatchObject({ outcome: 'not-testable', evidence: 'keras-raises' });
});

test('without the updates of its averages, normalisation predicts by those it starts with', () => {
  const normal = arm({
    model: sequential([4], [dense(8, 'relu'), ['BatchNormalization'], dense(1, 'sigmoid')]),
    loss: loss('BinaryCrossentropy'),
    optimizer: optimizer('Adam', { learning_rate: 0.01 }),
  });
  const verdict = run(experiment([{ ...normal, update: { ...soundUpdate, averages: false } }, withFix(normal)], task));
  const [asWritten, sound] = verdict.arms.map(({ runs }) => runs[0]?.curve.loss);
  // Training itself is the same; what is predicted is not.
  expect(asWritten).toEqual(sound);
  expect(verdict.arms[0]?.median.finalLoss).not.toBe(verdict.arms[1]?.median.finalLoss);
});
