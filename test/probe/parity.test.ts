import { existsSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { groups } from '../../tools/parity/cases';
import type { RecordingFile } from '../../tools/parity/case';
import { replay } from '../../tools/parity/replay';
import { engine } from './support/engine';

beforeAll(async () => {
  expect((await engine()).backend).toBe('wasm');
});

const TOLERANCE = 1e-4;
/** Norms of first gradients. */
const GRADIENT_TOLERANCE = 1e-3;

const fileOf = (group: string) => new URL(`./recordings/${group}.json`, import.meta.url);

describe.each(Object.entries(groups))('%s', (group, cases) => {
  const file = existsSync(fileOf(group)) ? (JSON.parse(readFileSync(fileOf(group), 'utf8')) as RecordingFile) : undefined;

  test('every case is recorded as it is written', () => {
    expect(file?.recordings.map((recording) => recording.case)).toEqual(cases);
  });

  for (const recording of file?.recordings ?? []) {
    test(recording.case.name, () => {
      const before = tf.memory().numTensors;
      const { worst, worstStep, worstGradient, losses } = replay(recording);
      expect(tf.memory().numTensors).toBe(before);
      expect(losses.length).toBe(recording.case.steps);
      const tolerance = recording.case.looser?.tolerance ?? TOLERANCE;
      expect(
        worst,
        `step ${worstStep}: ${losses[worstStep] ?? NaN} here, ${recording.losses[worstStep] ?? NaN} in Keras`,
      ).toBeLessThanOrEqual(tolerance);
      expect(worstGradient, 'norm of a first gradient').toBeLessThanOrEqual(GRADIENT_TOLERANCE);
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
