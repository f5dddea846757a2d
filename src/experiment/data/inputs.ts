import type { InputSpec, TokensSpec, ValueSpec } from '../data-spec';
import type { Random } from '../random';
import type { Truth } from './labels';
import { at, columnMoments, sizeOf, standardizeWith, type Moments, type Values } from './numbers';
import type { Teacher } from './teacher';

/** A target as the inputs see it. Hidden factors of a regression are drawn per sample, two of them. */
export interface Source {
  readonly truth: Truth;
  readonly teacher: Teacher;
  readonly factors: Float64Array;
  /** +1 or -1 per sample and position: the side of a mirrored centre. */
  readonly sides: Int8Array;
}

/** Standardized latents of one input: what the targets say about each sample, plus noise. Shape [count, ...spec.shape]. */
export function drawLatents(spec: InputSpec, sources: readonly Source[], count: number, random: Random): Float64Array {
  const width = sizeOf(spec.shape);
  const noise = sources.reduce((smallest, source) => Math.min(smallest, source.teacher.noise), 1);
  const out = random.normals(count * width);
  for (let i = 0; i < out.length; i++) out[i] = at(out, i) * noise;
  for (const { truth, teacher, factors, sides } of sources) {
    for (let sample = 0; sample < count; sample++) {
      const offset = sample * width;
      if (truth.kind === 'classes') {
        addClasses(truth.ids, truth.positions, teacher, sides, sample, out, offset, width);
      } else if (truth.kind === 'multilabel') {
        const share = 1 / Math.sqrt(truth.labels);
        teacher.centres.forEach((centre, label) =>
          add(centre, at(truth.bits, sample * truth.labels + label) === 1 ? share : -share, out, offset),
        );
      } else {
        teacher.centres.forEach((centre, f) => add(centre, at(factors, sample * 2 + f), out, offset));
      }
    }
  }
  return out;
}

function add(centre: Float64Array, factor: number, out: Float64Array, offset: number): void {
  for (let j = 0; j < centre.length; j++) out[offset + j] = at(out, offset + j) + factor * at(centre, j);
}

/** With one label a sample the centre covers the sample; with one per position it covers the position. */
function addClasses(
  ids: Int32Array,
  positions: number,
  teacher: Teacher,
  sides: Int8Array,
  sample: number,
  out: Float64Array,
  offset: number,
  width: number,
): void {
  const each = teacher.centres[0]?.length ?? width;
  const places = positions === 1 ? 1 : Math.floor(width / each);
  for (let place = 0; place < places; place++) {
    const position = Math.floor((place * positions) / places);
    const centre = teacher.centres[at(ids, sample * positions + position)];
    if (centre !== undefined) add(centre, at(sides, sample * positions + position), out, offset + place * each);
  }
}

/**
 * Token ids. Every class has its own tokens, a seventh of the positions of its samples show one of them; nonlinear: a class is told by
 * which two of three groups occur together, so that no single token speaks for it.
 */
export function drawTokens(
  spec: TokensSpec,
  sources: readonly Source[],
  count: number,
  nonlinear: boolean,
  random: Random,
): Float64Array {
  const length = sizeOf(spec.shape);
  const words = Math.max(1, spec.vocabulary - 1);
  const out = new Float64Array(count * length);
  for (let i = 0; i < out.length; i++) out[i] = 1 + random.integer(words);
  for (const { truth, factors } of sources) {
    for (let sample = 0; sample < count; sample++) {
      for (let position = 0; position < length; position++) {
        const group = tokenGroup(truth, factors, sample, position, length, nonlinear, random);
        if (group === undefined) continue;
        const groups =
          truth.kind === 'classes' ? truth.classes * (nonlinear ? 2 : 1) : truth.kind === 'multilabel' ? truth.labels : 4;
        const size = Math.max(1, Math.min(12, Math.floor(words / groups)));
        out[sample * length + position] = 1 + ((group * size + random.integer(size)) % words);
      }
    }
  }
  const padding = spec.padding;
  if (padding !== undefined) {
    for (let sample = 0; sample < count; sample++) {
      const empty = Math.min(length - 1, Math.floor(random.uniform() * 2 * padding.share * length));
      const start = padding.side === 'post' ? length - empty : 0;
      out.fill(0, sample * length + start, sample * length + start + empty);
    }
  }
  return out;
}

function tokenGroup(
  truth: Truth,
  factors: Float64Array,
  sample: number,
  position: number,
  length: number,
  nonlinear: boolean,
  random: Random,
): number | undefined {
  const told = random.uniform();
  switch (truth.kind) {
    case 'classes': {
      if (truth.positions > 1) return at(truth.ids, sample * truth.positions + Math.floor((position * truth.positions) / length));
      const id = at(truth.ids, sample);
      if (!nonlinear) return told < 0.35 ? id : undefined;
      // Two groups a sample: i of the first half and j of the second with (i + j) mod k the class; i is chance.
      const i = Math.floor((at(factors, sample * 2) / Math.sqrt(12) + 0.5) * truth.classes) % truth.classes;
      const j = (id - i + truth.classes) % truth.classes;
      return told < 0.25 ? Math.max(0, i) : told < 0.5 ? truth.classes + j : undefined;
    }
    case 'multilabel': {
      const label = random.integer(truth.labels);
      return told < 0.6 && at(truth.bits, sample * truth.labels + label) === 1 ? label : undefined;
    }
    default: {
      // The two factors set how often groups 0 and 1, 2 and 3 occur.
      const first = told < 0.5;
      const level = at(factors, sample * 2 + (first ? 0 : 1)) / Math.sqrt(12) + 0.5;
      return (first ? 0 : 2) + (random.uniform() < level ? 1 : 0);
    }
  }
}

/** Moments the latents are standardized with: by column of features, of all values together in images and sequences. */
export function latentMoments(spec: InputSpec, latents: Float64Array): Moments {
  return columnMoments(latents, spec.kind === 'features' ? sizeOf(spec.shape) : 1);
}

/** Latents become the values the program loads. */
export function dress(spec: InputSpec, latents: Float64Array, moments: Moments, count: number, random: Random): Values {
  const shape = [count, ...spec.shape];
  if (spec.kind === 'tokens') return { shape, data: latents };
  standardizeWith(latents, moments);
  applyValues(spec.values, latents, spec.shape.at(-1) ?? 1);
  if (spec.dtype !== 'float32') for (let i = 0; i < latents.length; i++) latents[i] = Math.floor(at(latents, i));
  if (spec.kind === 'features' && spec.missing !== undefined) {
    for (let i = 0; i < latents.length; i++) if (random.uniform() < spec.missing) latents[i] = NaN;
  }
  return { shape, data: latents };
}

/** Standardized values onto the user's scale, in place. `columns`: length of the last axis. */
export function applyValues(values: ValueSpec, data: Float64Array, columns: number): void {
  if (values.kind === 'range') {
    const span = (values.max - values.min) / 4;
    const middle = (values.max + values.min) / 2;
    for (let i = 0; i < data.length; i++) data[i] = Math.max(-2, Math.min(2, at(data, i))) * span + middle;
    return;
  }
  const { scale, offset } = values;
  const of = (list: number | readonly number[], column: number): number =>
    typeof list === 'number' ? list : at(list, column % list.length);
  for (let i = 0; i < data.length; i++) data[i] = at(data, i) * of(scale, i % columns) + of(offset, i % columns);
}
