/**
 * The four tasks on which the 56 defects were measured in real Keras: the same distributions, drawn from our own generator. (Cosines and
 * the like are fine here: these tasks are not exported to numpy.)
 */
import type { Task, Truth, Values } from '../../src/experiment/data';
import type { DataSpec } from '../../src/experiment/data-spec';
import { stream } from '../../src/experiment/random';

export const SAMPLES = 600;

const spec: DataSpec = { inputs: [], targets: [], samples: SAMPLES, heldOut: 0, teacher: 'linear', order: 'shuffled' };

/** Judged on the training samples, so the held-out part is the same. */
function task(values: Values, truth: Truth, target: DataSpec['targets'][number]): Task {
  const part = { count: SAMPLES, inputs: [values], targets: [truth] };
  const inputs: DataSpec['inputs'] = [
    { kind: 'features', shape: values.shape.slice(1), values: { kind: 'affine', scale: 1, offset: 0 }, dtype: 'float32' },
  ];
  return { data: { ...spec, inputs, targets: [target] }, training: part, heldOut: part };
}

const classes = (ids: Int32Array, count: number): Truth => ({ kind: 'classes', classes: count, positions: 1, ids });

/** Equal shares in random order. */
const shuffledIds = (count: number, seed: number): Int32Array =>
  stream(seed, 'measured/ids')
    .permutation(SAMPLES)
    .map((i) => i % count);

const target = (count: number): DataSpec['targets'][number] =>
  count === 2 ? { kind: 'binary' } : { kind: 'classes', classes: count };

const overallDeviation = (data: Float64Array): number => {
  const mean = data.reduce((a, b) => a + b, 0) / data.length;
  return Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
};

export interface Scaled {
  readonly scale?: number;
  /** Per feature: x * factor + 2 * factor. */
  readonly factors?: readonly number[];
}

/** Normal clouds around normal centres, brought to deviation 1. */
export function blobs(count: number, width: number, separation: number, { scale = 1, factors }: Scaled = {}) {
  return (seed: number): Task => {
    const random = stream(seed, 'measured/blobs');
    const centres = Array.from({ length: count }, () => random.normals(width).map((x) => x * separation));
    const ids = shuffledIds(count, seed);
    const data = new Float64Array(SAMPLES * width);
    ids.forEach((id, i) => {
      for (let j = 0; j < width; j++) data[i * width + j] = (centres[id]?.[j] ?? 0) + random.normal();
    });
    const deviation = overallDeviation(data);
    const dressed = data.map((x, i) => {
      const factor = factors?.[i % width];
      return (x / deviation) * (factor ?? scale) + (factor === undefined ? 0 : 2 * factor);
    });
    return task({ shape: [SAMPLES, width], data: dressed }, classes(ids, count), target(count));
  };
}

/** Ten 8x8 prototypes of ones and zeros under noise, 0 .. scale. */
export function images(scale = 1, ordered = false) {
  return (seed: number): Task => {
    const random = stream(seed, 'measured/images');
    const prototypes = Array.from({ length: 10 }, () => random.uniforms(64).map((u) => (u > 0.6 ? 1 : 0)));
    const ids = ordered ? shuffledIds(10, seed).sort() : shuffledIds(10, seed);
    const data = new Float64Array(SAMPLES * 64);
    ids.forEach((id, i) => {
      for (let j = 0; j < 64; j++)
        data[i * 64 + j] = (Math.min(1.4, (prototypes[id]?.[j] ?? 0) * 0.8 + random.uniform() * 0.6) / 1.4) * scale;
    });
    return task({ shape: [SAMPLES, 64], data }, classes(ids, 10), target(10));
  };
}

/** One circle inside another. */
export function circles() {
  return (seed: number): Task => {
    const random = stream(seed, 'measured/circles');
    const ids = shuffledIds(2, seed);
    const data = new Float64Array(SAMPLES * 2);
    ids.forEach((id, i) => {
      const radius = 1 + id + random.normal() * 0.15;
      const angle = random.uniform() * 6.283;
      data[i * 2] = radius * Math.cos(angle);
      data[i * 2 + 1] = radius * Math.sin(angle);
    });
    const deviation = overallDeviation(data);
    return task({ shape: [SAMPLES, 2], data: data.map((x) => x / deviation) }, classes(ids, 2), target(2));
  };
}

/** y = sin(2x) with noise. */
export function sine(scale = 1, targetScale = 1, targetOffset = 0) {
  return (seed: number): Task => {
    const random = stream(seed, 'measured/sine');
    const x = random.uniforms(SAMPLES).map((u) => u * 4 - 2);
    const values = x.map((v) => (Math.sin(2 * v) + 0.1 * random.normal()) * targetScale + targetOffset);
    const truth: Truth = { kind: 'regression', width: 1, values };
    return task({ shape: [SAMPLES, 1], data: x.map((v) => v * scale) }, truth, {
      kind: 'regression',
      shape: [1],
      values: { kind: 'affine', scale: 1, offset: 0 },
    });
  };
}

/** 3% positives, moved by 0.8. */
export function rare() {
  return (seed: number): Task => {
    const random = stream(seed, 'measured/rare');
    const ids = Int32Array.from({ length: SAMPLES }, () => (random.uniform() < 0.03 ? 1 : 0));
    const data = new Float64Array(SAMPLES * 8);
    ids.forEach((id, i) => {
      for (let j = 0; j < 8; j++) data[i * 8 + j] = random.normal() + id * 0.8;
    });
    return task({ shape: [SAMPLES, 8], data }, classes(ids, 2), { kind: 'binary', share: 0.03 });
  };
}
