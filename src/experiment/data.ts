/**
 * The made-up task of an experiment: a teacher, its samples, and a held-out part from the same teacher.
 * Equal specification and seed give equal numbers, here and in numpy.
 */
import { applyValues, drawLatents, drawTokens, dress, latentMoments, type Source } from './data/inputs';
import { drawTruth, sampleOrder, type Truth } from './data/labels';
import { at, sizeOf, type Values } from './data/numbers';
import { ownParts } from './data/own';
import { patternOf } from './data/patterns';
import { makeTeacher, type Teacher } from './data/teacher';
import type { DataSpec, InputSpec, RegressionTarget, TargetSpec } from './data-spec';
import { stream, type Random } from './random';

export type { Values } from './data/numbers';
export type { Truth } from './data/labels';

/** One part of the data as the program loads it: before its own preprocessing and label encoding. */
export interface Part {
  readonly count: number;
  readonly inputs: readonly Values[];
  readonly targets: readonly Truth[];
}

export interface Task {
  readonly data: DataSpec;
  readonly training: Part;
  readonly heldOut: Part;
}

/** Makes the task of one seed. Both arms of a pair are given the same one. */
export function makeTask(data: DataSpec, seed: number): Task {
  if (data.own) return { data, ...ownParts(data, data.own, seed) };
  const teachers = data.inputs.map((input, i) =>
    data.targets.map((target, t) => teacherFor(data, input, target, stream(seed, `teacher/${i}/${t}`))),
  );
  const training = rawPart(data, teachers, data.samples, seed, 'training');
  const heldOut = rawPart(data, teachers, data.heldOut, seed, 'held-out');
  const moments = data.inputs.map((input, i) => latentMoments(input, training.latents[i] ?? new Float64Array()));
  const finish = (part: RawPart, name: string): Part => {
    const inputs = data.inputs.map((input, i) =>
      dress(
        input,
        part.latents[i] ?? new Float64Array(),
        moments[i] ?? { mean: Float64Array.of(0), deviation: Float64Array.of(1) },
        part.count,
        stream(seed, `${name}/missing/${i}`),
      ),
    );
    return { count: part.count, inputs, targets: part.truths };
  };
  return { data, training: reorder(finish(training, 'training'), data), heldOut: finish(heldOut, 'held-out') };
}

function teacherFor(data: DataSpec, input: InputSpec, target: TargetSpec, random: Random): Teacher {
  const positional = (target.kind === 'binary' || target.kind === 'classes') && (target.shape?.length ?? 0) > 0;
  if (input.kind === 'tokens') return { centres: [], noise: 1, mirrored: false };
  if (positional) {
    const width = input.shape.at(-1) ?? 1;
    return makeTeacher(target, data.teacher === 'nonlinear', width, (r) => r.normals(width), random);
  }
  const width = sizeOf(input.shape);
  return makeTeacher(target, data.teacher === 'nonlinear', width, (r) => patternOf(input, r), random);
}

interface RawPart {
  readonly count: number;
  readonly truths: readonly Truth[];
  readonly latents: readonly Float64Array[];
}

function rawPart(data: DataSpec, teachers: readonly (readonly Teacher[])[], count: number, seed: number, name: string): RawPart {
  const drawn = data.targets.map((target, t) => {
    const truth = drawTruth(target, count, stream(seed, `${name}/labels/${t}`));
    const random = stream(seed, `${name}/factors/${t}`);
    // Uniform with variance 1.
    const factors = random.uniforms(count * 2).map((u) => (u - 0.5) * Math.sqrt(12));
    const positions = truth.kind === 'classes' ? truth.positions : 1;
    const sides = Int8Array.from({ length: count * positions }, () => random.integer(2) * 2 - 1);
    return { truth, factors, sides };
  });
  const latents = data.inputs.map((input, i) => {
    const sources = drawn.map(({ truth, factors, sides }, t): Source => {
      const teacher = teachers[i]?.[t] ?? { centres: [], noise: 1, mirrored: false };
      return { truth, teacher, factors, sides: teacher.mirrored ? sides : sides.map(() => 1) };
    });
    const random = stream(seed, `${name}/input/${i}`);
    return input.kind === 'tokens'
      ? drawTokens(input, sources, count, data.teacher === 'nonlinear', random)
      : drawLatents(input, sources, count, random);
  });
  data.targets.forEach((target, t) => {
    const source = drawn[t];
    if (target.kind !== 'regression' || source?.truth.kind !== 'regression') return;
    const single = data.inputs.every((input) => input.kind !== 'tokens' && sizeOf(input.shape) === 1);
    regress(
      target,
      source.truth.values,
      source.factors,
      data.teacher === 'nonlinear',
      single,
      stream(seed, `${name}/target/${t}`),
      stream(seed, `teacher/target/${t}`),
    );
  });
  return { count, truths: drawn.map(({ truth }) => truth), latents };
}

/** Standardized answers from the hidden factors, with a tenth of noise, then on the user's scale. */
function regress(
  target: RegressionTarget,
  values: Float64Array,
  factors: Float64Array,
  nonlinear: boolean,
  single: boolean,
  random: Random,
  teacher: Random,
): void {
  const width = sizeOf(target.shape);
  const weights = Array.from({ length: width }, (_, j) => (j === 0 ? [1, 0] : [teacher.normal(), teacher.normal()]));
  for (let i = 0; i < values.length; i++) {
    const sample = Math.floor(i / width);
    const [a = 1, b = 0] = weights[i % width] ?? [];
    const s = at(factors, sample * 2);
    const t = at(factors, sample * 2 + 1);
    // (s * s - 1) has variance 4/5 for a uniform s.
    const bowl = (s * s - 1) / Math.sqrt(0.8);
    const first = nonlinear ? (single ? bowl : s * t) : s;
    const second = single ? 0 : nonlinear ? bowl : t;
    const norm = single ? Math.abs(a) || 1 : Math.sqrt(a * a + b * b);
    values[i] = (a * first + b * second) / norm + 0.1 * random.normal();
  }
  applyValues(target.values, values, Math.max(1, target.shape.at(-1) ?? 1));
}

function reorder(part: Part, data: DataSpec): Part {
  if (data.order === 'shuffled') return part;
  const order = sampleOrder(data, part.targets, part.count);
  return {
    count: part.count,
    inputs: part.inputs.map((values) => takeRows(values, order)),
    targets: part.targets.map((truth) => takeTruth(truth, order)),
  };
}

/** Rows of an array in the given order. */
export function takeRows(values: Values, order: Int32Array): Values {
  const width = sizeOf(values.shape.slice(1));
  const data = new Float64Array(order.length * width);
  order.forEach((row, i) => data.set(values.data.subarray(row * width, (row + 1) * width), i * width));
  return { shape: [order.length, ...values.shape.slice(1)], data };
}

/** What is true of the samples, in the given order. */
export function takeTruth(truth: Truth, order: Int32Array): Truth {
  const pick = <A extends Int32Array | Float64Array>(from: A, to: A, width: number): A => {
    order.forEach((row, i) => to.set(from.subarray(row * width, (row + 1) * width), i * width));
    return to;
  };
  switch (truth.kind) {
    case 'classes':
      return { ...truth, ids: pick(truth.ids, new Int32Array(order.length * truth.positions), truth.positions) };
    case 'multilabel':
      return { ...truth, bits: pick(truth.bits, new Int32Array(order.length * truth.labels), truth.labels) };
    case 'regression':
      return { ...truth, values: pick(truth.values, new Float64Array(order.length * truth.width), truth.width) };
    case 'input':
      return truth;
  }
}
