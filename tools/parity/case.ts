/**
 * A parity case: a small model trained by real Keras and by the probe from equal weights on equal batches. Weights and batches are drawn from
 * src/experiment/random.ts on this side and from random_numbers.py on the other, so a recording holds only what came out.
 */
import type { HeadSpec, ModelSpec, OptimizerSpec } from '../../src/experiment/model';
import { stream } from '../../src/experiment/random';

export interface ParityCase {
  readonly name: string;
  readonly model: ModelSpec;
  readonly heads: readonly HeadSpec[];
  readonly optimizer: OptimizerSpec;
  readonly inputs: readonly ParityInput[];
  readonly targets: readonly ParityTarget[];
  /** Rows of a batch, different batches, steps; batches come round. */
  readonly batch: number;
  readonly batches: number;
  readonly steps: number;
  readonly seed: number;
  readonly keras: 2 | 3;
  /** Weights are drawn this many times larger than usual: saturated starts. */
  readonly weightScale?: number;
  /** Looser than 1e-4, and why. */
  readonly looser?: { readonly tolerance: number; readonly reason: string };
}

export type ParityInput =
  | { readonly kind: 'normal' | 'uniform'; readonly shape: readonly number[]; readonly scale?: number }
  | { readonly kind: 'tokens'; readonly shape: readonly number[]; readonly vocabulary: number; readonly padding?: number };

export type ParityTarget =
  | { readonly kind: 'classes' | 'one-hot'; readonly classes: number; readonly shape: readonly number[] }
  | { readonly kind: 'binary' | 'sign' | 'normal' | 'positive'; readonly shape: readonly number[] }
  | { readonly kind: 'simplex'; readonly classes: number };

/** What Keras did. */
export interface Recording {
  readonly case: ParityCase;
  /** Of every weight, in Keras's order layer by layer. */
  readonly weights: readonly { readonly layer: string; readonly name: string; readonly shape: readonly number[] }[];
  /** Norm of each trainable weight's gradient in the first step, by index into `weights`; null where Keras gives none. */
  readonly gradients: readonly { readonly weight: number; readonly norm: number | null }[];
  /** As train_on_batch reports it; null is NaN or infinite. */
  readonly losses: readonly (number | null)[];
}

export interface RecordingFile {
  readonly versions: { readonly keras: string; readonly tensorflow: string; readonly numpy: string; readonly python: string };
  readonly recordings: readonly Recording[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** All rows of an input, batch after batch. */
export function parityInput(
  parity: ParityCase,
  index: number,
): { readonly shape: readonly number[]; readonly data: Float64Array } {
  const spec = parity.inputs[index];
  if (spec === undefined) throw new Error(`${parity.name} has no input ${index}`);
  const rows = parity.batch * parity.batches;
  const random = stream(parity.seed, `parity/input/${index}`);
  const count = rows * sizeOf(spec.shape);
  if (spec.kind === 'tokens') {
    const data = Float64Array.from({ length: count }, () => 1 + random.integer(spec.vocabulary - 1));
    const length = spec.shape.at(-1) ?? 1;
    // The last positions of odd rows are padding.
    const padding = spec.padding ?? 0;
    data.forEach((_, i) => {
      if (Math.floor(i / length) % 2 === 1 && i % length >= length - padding) data[i] = 0;
    });
    return { shape: [rows, ...spec.shape], data };
  }
  const scale = spec.scale ?? 1;
  const draw = spec.kind === 'normal' ? () => random.normal() * scale : () => random.uniform() * scale;
  return { shape: [rows, ...spec.shape], data: Float64Array.from({ length: count }, draw) };
}

/** All rows of a target. */
export function parityTarget(
  parity: ParityCase,
  index: number,
): { readonly shape: readonly number[]; readonly data: Float64Array } {
  const spec = parity.targets[index];
  if (spec === undefined) throw new Error(`${parity.name} has no target ${index}`);
  const rows = parity.batch * parity.batches;
  const random = stream(parity.seed, `parity/target/${index}`);
  switch (spec.kind) {
    case 'classes':
      return {
        shape: [rows, ...spec.shape],
        data: Float64Array.from({ length: rows * sizeOf(spec.shape) }, () => random.integer(spec.classes)),
      };
    case 'one-hot': {
      const count = rows * sizeOf(spec.shape);
      const data = new Float64Array(count * spec.classes);
      for (let i = 0; i < count; i++) data[i * spec.classes + random.integer(spec.classes)] = 1;
      return { shape: [rows, ...spec.shape, spec.classes], data };
    }
    case 'simplex': {
      const data = random.uniforms(rows * spec.classes);
      for (let r = 0; r < rows; r++) {
        let sum = 0;
        for (let c = 0; c < spec.classes; c++) sum += data[r * spec.classes + c] ?? 0;
        for (let c = 0; c < spec.classes; c++) data[r * spec.classes + c] = (data[r * spec.classes + c] ?? 0) / sum;
      }
      return { shape: [rows, spec.classes], data };
    }
    case 'binary':
    case 'sign': {
      const low = spec.kind === 'binary' ? 0 : -1;
      return {
        shape: [rows, ...spec.shape],
        data: Float64Array.from({ length: rows * sizeOf(spec.shape) }, () => (random.integer(2) === 1 ? 1 : low)),
      };
    }
    case 'normal':
      return { shape: [rows, ...spec.shape], data: random.normals(rows * sizeOf(spec.shape)) };
    case 'positive':
      return { shape: [rows, ...spec.shape], data: random.uniforms(rows * sizeOf(spec.shape)).map((u) => 3 * u) };
  }
}

/** Initial values of a weight: its place in its layer decides the stream, its name the scale. */
export function parityWeight(
  parity: ParityCase,
  layer: string,
  index: number,
  name: string,
  shape: readonly number[],
): Float32Array {
  const random = stream(parity.seed, `parity/weight/${layer}/${index}`);
  const count = sizeOf(shape);
  const scale = parity.weightScale ?? 1;
  if (name === 'gamma' || name === 'scale' || name.endsWith('variance'))
    return Float32Array.from({ length: count }, () => 1 + 0.2 * random.uniform());
  if (shape.length < 2) return Float32Array.from({ length: count }, () => 0.1 * random.normal());
  const fanIn = sizeOf(shape.slice(0, -1));
  return Float32Array.from({ length: count }, () => (random.normal() * scale) / Math.sqrt(fanIn));
}
