import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Arm, Experiment } from '../../src/experiment/experiment';
import type { Engine, Verdict } from '../../src/experiment/verdict';
import { runExperiment } from '../../src/probe/experiment';
import { engine } from './support/engine';
import { arm, data, dense, experiment, features, loss, optimizer, sequential, withFix } from './support/experiments';

let ready: Engine;
beforeAll(async () => {
  ready = await engine();
});

const run = (spec: Experiment): Verdict => runExperiment(spec, { engine: ready, now: () => performance.now() });

const binary = (units: number, activation: string, lossName: string, part: Partial<Arm> = {}): Arm =>
  arm({
    model: sequential([8], [dense(16, 'relu'), dense(units, activation)]),
    loss: loss(lossName),
    optimizer: optimizer('Adam', { learning_rate: 0.01 }),
    ...part,
  });

const blobs = data(features(8), { kind: 'binary' });

test('softmax over one unit: accuracy stays at chance while the loss falls as with sigmoid', () => {
  const verdict = run(
    experiment([binary(1, 'softmax', 'BinaryCrossentropy'), withFix(binary(1, 'sigmoid', 'BinaryCrossentropy'))], blobs),
  );
  expect(verdict.outcome).toBe('confirmed');
  expect(verdict.reason.kind).toBe('stuck-at-chance');
  const [asWritten, fixed] = verdict.arms;
  expect(asWritten?.median.finalLoss).toBeCloseTo(fixed?.median.finalLoss ?? 0, 6);
  expect(asWritten?.runs[0]?.outputSpread).toBe(0);
  expect(fixed?.median.metric).toBeGreaterThan(0.9);
});

test('on another backend the loss of softmax over one unit does not move', () => {
  const verdict = run(
    experiment([binary(1, 'softmax', 'BinaryCrossentropy'), withFix(binary(1, 'sigmoid', 'BinaryCrossentropy'))], blobs, {
      semantics: { backend: 'keras-jax', keras: 3 },
    }),
  );
  expect(verdict.outcome).toBe('confirmed');
  expect(verdict.reason.kind).toBe('weights-unmoved');
});

test('mean squared error on easy binary data is not reproduced, and says so', () => {
  const verdict = run(
    experiment([binary(1, 'sigmoid', 'MeanSquaredError'), withFix(binary(1, 'sigmoid', 'BinaryCrossentropy'))], blobs),
  );
  expect(verdict.outcome).toBe('not-reproduced');
  expect(verdict.arms.every(({ learnedRuns }) => learnedRuns === 5)).toBe(true);
});

test('a verdict repeats to the last digit, and leaves no tensor behind', () => {
  const spec = experiment([binary(1, 'relu', 'BinaryCrossentropy'), withFix(binary(1, 'sigmoid', 'BinaryCrossentropy'))], blobs, {
    budget: { steps: 30 },
  });
  run(spec);
  const before = tf.memory().numTensors;
  const [first, second] = [run(spec), run(spec)];
  expect(tf.memory().numTensors).toBe(before);
  expect({ ...first, ms: 0 }).toEqual({ ...second, ms: 0 });
  expect(first.arms[0]?.runs[0]?.curve.loss.length).toBe(30);
});

test('relu under categorical cross-entropy becomes NaN, which is a result', () => {
  const ten = data(
    { kind: 'features', shape: [20], values: { kind: 'affine', scale: 1, offset: 0 }, dtype: 'float32' },
    { kind: 'classes', classes: 10 },
  );
  const of = (activation: string) =>
    arm({
      model: sequential([20], [dense(32, 'relu'), dense(10, activation)]),
      loss: loss('CategoricalCrossentropy'),
      optimizer: optimizer('Adam', { learning_rate: 0.01 }),
      targets: [{ encoding: 'one-hot', steps: [] }],
    });
  const verdict = run(experiment([of('relu'), withFix(of('softmax'))], ten));
  expect(verdict.outcome).toBe('confirmed');
  expect(verdict.arms[0]?.nanRuns).toBeGreaterThan(2);
});

test('integer labels under categorical cross-entropy: Keras raises, no training needed', () => {
  const ten = data(features(20), { kind: 'classes', classes: 10 });
  const of = (name: string) =>
    arm({
      model: sequential([20], [dense(10, 'softmax')]),
      loss: loss(name),
      optimizer: optimizer('Adam'),
      targets: [{ encoding: 'index', steps: [] }],
    });
  const verdict = run(experiment([of('CategoricalCrossentropy'), withFix(of('SparseCategoricalCrossentropy'))], ten));
  expect(verdict.evidence).toBe('keras-raises');
  expect(verdict.outcome).toBe('confirmed');
});

test('gradients that are never applied leave the weights where they are', () => {
  const good = binary(1, 'sigmoid', 'BinaryCrossentropy');
  const verdict = run(experiment([{ ...good, update: { ...good.update, applied: false } }, withFix(good)], blobs));
  expect(verdict.reason.kind).toBe('weights-unmoved');
});

test('a baseline says whether a model learns, and not for what it cannot build', () => {
  expect(run(experiment([binary(1, 'sigmoid', 'BinaryCrossentropy')], blobs)).outcome).toBe('learns');
  const frozen = binary(1, 'sigmoid', 'BinaryCrossentropy', { optimizer: optimizer('SGD', { learning_rate: 1e-9 }) });
  expect(run(experiment([frozen], blobs)).outcome).toBe('does-not-learn');
  const odd = binary(1, 'sigmoid', 'BinaryCrossentropy', { model: sequential([8], [['CapsuleLayer', {}]]) });
  const verdict = run(experiment([odd], blobs));
  expect(verdict.outcome).toBe('not-testable');
  expect(verdict.reason).toEqual({ kind: 'not-supported', what: 'layer', name: 'CapsuleLayer' });
});
