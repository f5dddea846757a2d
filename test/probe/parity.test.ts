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

/** That a replay stays beside its recording, and leaves no tensors. */
function expectSame(run: () => Replay, recorded: readonly (number | null)[], tolerance = TOLERANCE): void {
  const before = tf.memory().numTensors;
  const { worst, worstStep, worstGradient, losses } = run();
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
    test(recording.case.name, () => {
      expectSame(() => replay(recording), recording.losses, recording.case.looser?.tolerance);
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
      expectSame(() => replayRaw(recording, experiment), recording.losses);
    });
  }
});

test('looser cases are few, small and explained', () => {
  const looser = Object.values(groups).flatMap((cases) => cases.filter((each) => each.looser !== undefined));
  expect(looser.length).toBeLessThanOrEqual(8);
  for (const { looser: allowance } of looser) {
    expect(allowance?.tolerance).toBeLessThanOrEqual(1e-2);
    expect(allowance?.reason.length).toBeGreaterThan(10);
  }
});
