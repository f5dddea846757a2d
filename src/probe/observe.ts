/** What a run shows beside its metric: which units are dead or saturated, how far weights moved, whether the answer depends on the input. */
import * as tf from '@tensorflow/tfjs-core';
import type { PreparedPart } from '../experiment/prepare';
import { batchOf, disposeBatch } from './batches';
import type { Trainer } from './trainer';

export interface UnitHealth {
  /** Share of units that are 0 for every sample; only of activations that can die. */
  readonly dead: number | null;
  /** Share of pre-activations beyond +-5; only of activations that saturate there. */
  readonly saturated: number | null;
}

const canDie = new Set(['relu', 'relu6']);
const canSaturate = new Set(['sigmoid', 'tanh']);

/** Samples that are looked at. */
const SAMPLE = 256;

/** Health of every node that applies an activation, on the first samples. */
export function unitHealth(trainer: Trainer, part: PreparedPart): ReadonlyMap<string, UnitHealth> {
  const health = new Map<string, UnitHealth>();
  const batch = batchOf(
    part,
    Int32Array.from({ length: Math.min(SAMPLE, part.count) }, (_, i) => i),
  );
  tf.tidy(() => {
    trainer.predict(batch.inputs, (node, activation, before, after) => {
      const share = (x: tf.Tensor): number => tf.mean(tf.cast(x, 'float32')).dataSync()[0] ?? NaN;
      if (canDie.has(activation)) {
        const axes = Array.from({ length: after.rank - 1 }, (_, i) => i);
        health.set(node, { dead: share(tf.lessEqual(tf.max(after, axes), 0)), saturated: null });
      } else if (canSaturate.has(activation)) {
        health.set(node, { dead: null, saturated: share(tf.greater(tf.abs(before), 5)) });
      }
    });
  });
  disposeBatch(batch);
  return health;
}

/** |now - start| / |start|, or |now - start| where the start was zero; 0 exactly when nothing moved, null when not finite. */
export function relativeChange(start: readonly Float32Array[], now: readonly Float32Array[]): number | null {
  let moved = 0;
  let size = 0;
  start.forEach((before, k) => {
    before.forEach((value, i) => {
      const difference = (now[k]?.[i] ?? NaN) - value;
      moved += difference * difference;
      size += value * value;
    });
  });
  const change = size > 0 ? Math.sqrt(moved / size) : Math.sqrt(moved);
  return Number.isFinite(change) ? change : null;
}

/** Largest deviation over samples of any one unit. */
export function outputSpread(values: Float32Array, units: number): number | null {
  const rows = values.length / units;
  let largest = 0;
  for (let u = 0; u < units; u++) {
    let mean = 0;
    let varies = false;
    for (let r = 1; r < rows; r++) varies ||= values[r * units + u] !== values[u];
    // Rounding would make a constant output look alive.
    if (!varies) continue;
    for (let r = 0; r < rows; r++) mean += (values[r * units + u] ?? 0) / rows;
    let square = 0;
    for (let r = 0; r < rows; r++) square += ((values[r * units + u] ?? 0) - mean) ** 2;
    largest = Math.max(largest, Math.sqrt(square / rows));
  }
  return Number.isFinite(largest) ? largest : null;
}
