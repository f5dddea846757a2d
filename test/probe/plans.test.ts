/** What a compiled plan promises beside equal figures: a refusal before anything has changed, one way to count what is asked of it, equal runs. */
import { beforeAll, expect, test } from 'vitest';
import { soundUpdate, type Semantics } from '../../src/experiment/experiment';
import type { JsonObject } from '../../src/experiment/json';
import type { LossSpec, ModelSpec, OptimizerSpec } from '../../src/experiment/model';
import { stream } from '../../src/experiment/random';
import { Refused } from '../../src/probe/compiled/machine';
import type { Labelled } from '../../src/probe/executor';
import { createTrainer, type Trainer, type TrainerOptions } from '../../src/probe/trainer';
import { engine } from './support/engine';
import { dense, loss, optimizer, sequential } from './support/experiments';

beforeAll(async () => {
  await engine();
});

const semantics: Semantics = { backend: 'keras-tensorflow', keras: 3 };

const trainerOf = (
  model: ModelSpec,
  by: TrainerOptions['by'],
  part: { readonly loss?: LossSpec; readonly optimizer?: OptimizerSpec } = {},
): Trainer =>
  createTrainer(
    {
      model,
      heads: [{ output: model.outputs[0] ?? '', target: 0, loss: part.loss ?? loss('BinaryCrossentropy') }],
      optimizer: part.optimizer ?? optimizer('Adam', { learning_rate: 0.01 }),
      update: soundUpdate,
    },
    semantics,
    3,
    { by },
  );

/** A batch of rows of `width` numbers, and labels 0 and 1. */
function batch(rows: number, shape: readonly number[], step: number): Labelled {
  const random = stream(5, `batch/${step}`);
  const size = shape.reduce((a, b) => a * b, 1);
  return {
    inputs: [{ shape: [rows, ...shape], data: Float32Array.from({ length: rows * size }, () => random.normal()) }],
    targets: [{ shape: [rows, 1], data: Float32Array.from({ length: rows }, () => random.integer(2)) }],
  };
}

function lossesOf(trainer: Trainer, shape: readonly number[], weights?: Float32Array): readonly number[] {
  const losses = Array.from(
    { length: 20 },
    (_, step) => trainer.step({ ...batch(8, shape, step), ...(weights && { weights: [weights] }) }).loss,
  );
  trainer.dispose();
  return losses;
}

const expectClose = (ours: readonly number[], theirs: readonly number[]): void =>
  theirs.forEach((value, i) => expect(Math.abs((ours[i] ?? NaN) - value), `step ${i + 1}`).toBeLessThan(1e-4));

const noisy: readonly (readonly [string, JsonObject])[] = [
  ['Dropout', { rate: 0.4 }],
  ['GaussianNoise', { stddev: 0.3 }],
  ['GaussianDropout', { rate: 0.2 }],
];

test.each(noisy)('%s draws the same chance on both engines', (name, config) => {
  const model = sequential([6], [dense(12, 'relu'), [name, config], ['BatchNormalization', {}], dense(1, 'sigmoid')]);
  expectClose(lossesOf(trainerOf(model, 'plan'), [6]), lossesOf(trainerOf(model, 'tfjs'), [6]));
});

test('SpatialDropout draws the same chance on both engines', () => {
  const layers = [
    ['Conv2D', { filters: 6, kernel_size: 2 }],
    ['SpatialDropout2D', { rate: 0.4 }],
    ['Flatten', {}],
  ] as const;
  const model = sequential([4, 4, 2], [...layers, dense(1, 'sigmoid')]);
  expectClose(lossesOf(trainerOf(model, 'plan'), [4, 4, 2]), lossesOf(trainerOf(model, 'tfjs'), [4, 4, 2]));
});

test.each(['LSTM', 'GRU', 'SimpleRNN'] as const)('%s with dropout of inputs and of its state', (name) => {
  const model = sequential([5, 3], [[name, { units: 7, dropout: 0.3, recurrent_dropout: 0.2 }], dense(1, 'sigmoid')]);
  expectClose(lossesOf(trainerOf(model, 'plan'), [5, 3]), lossesOf(trainerOf(model, 'tfjs'), [5, 3]));
});

test('rows are weighed alike', () => {
  const model = sequential([6], [dense(5, 'tanh'), dense(1, 'sigmoid')]);
  const weights = Float32Array.from([0, 1, 2, 3, 0.5, 1, 1, 4]);
  const [ours, theirs] = (['plan', 'tfjs'] as const).map((by) => lossesOf(trainerOf(model, by), [6], weights));
  expectClose(ours ?? [], theirs ?? []);
  expect(ours).not.toEqual(lossesOf(trainerOf(model, 'plan'), [6]));
});

test('a plan that is refused with the first batch leaves the weights as they were, and tensors take over', () => {
  const model = sequential([6], [dense(5, 'tanh'), dense(1)]);
  // Labels [8, 3] against outputs [8, 1]: broadcast by TensorFlow, which no plan does.
  const labelled: Labelled = {
    ...batch(8, [6], 0),
    targets: [{ shape: [8, 3], data: Float32Array.from({ length: 24 }, (_, i) => i / 24) }],
  };
  const mse = { loss: loss('MeanSquaredError') };
  const strict = trainerOf(model, 'plan', mse);
  expect(() => strict.step(labelled)).toThrow(Refused);
  strict.dispose();
  const [ours, theirs] = (['plan or tfjs', 'tfjs'] as const).map((by) => {
    const trainer = trainerOf(model, by, mse);
    const result = [trainer.step(labelled), trainer.step(labelled)];
    const computed = trainer.computed();
    trainer.dispose();
    return { result, computed };
  });
  expect(ours?.result).toEqual(theirs?.result);
  expect(ours?.computed).toEqual({ by: 'tfjs', because: 'labels [3] for an output [1]' });
});

test('two runs are equal to the bit, also on memory that was used before', () => {
  const model = sequential(
    [4, 4, 3],
    [['Conv2D', { filters: 5, kernel_size: 3, padding: 'same' }], ['Flatten', {}], dense(1, 'sigmoid')],
  );
  const first = lossesOf(trainerOf(model, 'plan'), [4, 4, 3]);
  lossesOf(trainerOf(sequential([9], [dense(64, 'relu'), dense(1, 'sigmoid')]), 'plan'), [9]);
  expect(lossesOf(trainerOf(model, 'plan'), [4, 4, 3])).toEqual(first);
});
