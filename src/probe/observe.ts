/** What a run shows beside its metric: which units are dead or saturated, how far weights moved, whether the answer depends on the input. */
import type { PreparedPart } from '../experiment/prepare';
import { range } from './batches';
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
  return trainer.health(part.inputs.map((values) => range(values, 0, Math.min(SAMPLE, trainer.chunk(), part.count))));
}

/** An activation as it was applied to some samples. */
export interface Applied {
  readonly node: string;
  readonly activation: string;
  readonly before: Iterable<number> & ArrayLike<number>;
  readonly after: ArrayLike<number>;
  /** Length of the last axis. */
  readonly units: number;
}

/** What an activation says of its node: an entry, or none where it cannot die or saturate. */
export function healthOf({ node, activation, before, after, units }: Applied): readonly (readonly [string, UnitHealth])[] {
  if (canDie.has(activation)) {
    const alive = new Uint8Array(units);
    for (let i = 0; i < after.length; i++) if (!((after[i] ?? NaN) <= 0)) alive[i % units] = 1;
    const dead = units - alive.reduce((sum, one) => sum + one, 0);
    return [[node, { dead: dead / units, saturated: null }]];
  }
  if (!canSaturate.has(activation)) return [];
  let beyond = 0;
  for (const one of before) if (Math.abs(one) > 5) beyond += 1;
  return [[node, { dead: null, saturated: beyond / before.length }]];
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
