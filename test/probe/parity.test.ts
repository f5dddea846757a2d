import { existsSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { groups } from '../../tools/parity/cases';
import type { RecordingFile } from '../../tools/parity/case';
import { rawCases } from '../../tools/parity/cases/raw';
import { planned } from '../../tools/parity/planned';
import { rawGroup, toRecord, type RawRecordingFile } from '../../tools/parity/raw';
import { replay, type Replay } from '../../tools/parity/replay';
import { replayRaw } from '../../tools/parity/replay-raw';
import { engine } from './support/engine';

beforeAll(async () => {
  expect((await engine()).backend).toBe('wasm');
});

const TOLERANCE = 1e-4;
/** Norms of first gradients. */
const GRADIENT_TOLERANCE = 1e-3;

const fileOf = (group: string) => new URL(`./recordings/${group}.json`, import.meta.url);

const fileIn = (group: string): unknown =>
  existsSync(fileOf(group)) ? JSON.parse(readFileSync(fileOf(group), 'utf8')) : undefined;

/** Cases of which no plan was made, by the reason. */
const withoutPlan = new Map<string, string[]>();
let planCount = 0;

/** That a replay stays beside its recording, and leaves no tensors. `name`: a plan may be made, and it is noted where none is. */
function expectSame(run: () => Replay, recorded: readonly (number | null)[], tolerance = TOLERANCE, name?: string): void {
  const before = tf.memory().numTensors;
  const { worst, worstStep, worstGradient, losses, computed } = run();
  if (name !== undefined) {
    if (computed.by === 'plan') planCount += 1;
    else withoutPlan.set(computed.because, [withoutPlan.get(computed.because) ?? [], name].flat());
  }
  expect(tf.memory().numTensors).toBe(before);
  expect(losses.length).toBe(recorded.length);
  expect(
    worst,
    `step ${worstStep}: ${losses[worstStep] ?? NaN} here, ${recorded[worstStep] ?? NaN} in TensorFlow`,
  ).toBeLessThanOrEqual(tolerance);
  expect(worstGradient, 'norm of a first gradient').toBeLessThanOrEqual(GRADIENT_TOLERANCE);
}

describe.each(Object.entries(groups))('%s', (group, cases) => {
  const file = fileIn(group) as RecordingFile | undefined;

  test('every case is recorded as it is written', () => {
    expect(file?.recordings.map((recording) => recording.case)).toEqual(cases);
  });

  for (const recording of file?.recordings ?? []) {
    test(`${recording.case.name}, in TensorFlow.js`, () => {
      expectSame(() => replay(recording, 'tfjs'), recording.losses, recording.case.looser?.tolerance);
    });
    test(`${recording.case.name}, by a plan where one can be made`, () => {
      expectSame(() => replay(recording), recording.losses, recording.case.looser?.tolerance, recording.case.name);
    });
  }
});

describe(rawGroup, () => {
  const file = fileIn(rawGroup) as RawRecordingFile | undefined;

  test('every program is recorded as it is written', () => {
    expect(file?.recordings.map((recording) => recording.case)).toEqual(rawCases.map(toRecord));
  });

  for (const recording of file?.recordings ?? []) {
    test(recording.case.name, async () => {
      const experiment = await planned(recording.case);
      expectSame(() => replayRaw(recording, experiment, 'tfjs'), recording.losses);
      expectSame(() => replayRaw(recording, experiment), recording.losses, TOLERANCE, recording.case.name);
    });
  }
});

test('plans are made of all cases but these', () => {
  expect(Object.fromEntries([...withoutPlan].map(([reason, names]) => [reason, names.length]))).toMatchInlineSnapshot(`
    {
      "a mean of masked steps": 1,
      "activations of GRU": 2,
      "activations of LSTM": 2,
      "activity_regularizer": 2,
      "attention with a scale or a causal mask": 1,
      "groups of a convolution": 1,
      "layer AdditiveAttention": 1,
      "layer AlphaDropout": 1,
      "layer Dot": 1,
      "layer GroupNormalization": 1,
      "layer Maximum": 1,
      "layer Minimum": 1,
      "layer PReLU": 1,
      "layer Permute": 1,
      "layer TimeDistributed": 1,
      "layer UnitNormalization": 1,
      "layer operator.getitem": 1,
      "loss BinaryFocalCrossentropy": 2,
      "loss CategoricalFocalCrossentropy": 1,
      "loss Dice": 1,
      "loss Tversky": 1,
      "merge_mode sum": 1,
    }
  `);
  expect(planCount).toMatchInlineSnapshot(`260`);
});

test('looser cases are few, small and explained', () => {
  const looser = Object.values(groups).flatMap((cases) => cases.filter((each) => each.looser !== undefined));
  expect(looser.length).toBeLessThanOrEqual(8);
  for (const { looser: allowance } of looser) {
    expect(allowance?.tolerance).toBeLessThanOrEqual(1e-2);
    expect(allowance?.reason.length).toBeGreaterThan(10);
  }
});
