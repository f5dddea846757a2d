import type { TargetSpec } from '../data-spec';
import type { Random } from '../random';
import { at } from './numbers';

/**
 * Where the samples of a task lie: one centre per class (or label), or one direction per hidden factor of a regression, drawn once
 * per seed and shared by training and held-out part.
 */
export interface Teacher {
  readonly centres: readonly Float64Array[];
  /** Deviation of the noise around the centres: a sixth of the smallest distance between them, at most 1. */
  readonly noise: number;
  /** linear: class c lies around centre c. nonlinear: around it and, equally often, its opposite: every class has mean 0. */
  readonly mirrored: boolean;
}

/** Candidates tried for each centre; the one farthest from those before it is kept, so that classes never lie together. */
const CANDIDATES = 16;
/** With more centres than these, the first candidate is taken and held only against that many before it: chance keeps so many apart by itself. */
const COMPARED = 128;

/** `draw` makes one candidate, `random` decides nothing else. */
export function makeTeacher(
  target: TargetSpec,
  nonlinear: boolean,
  width: number,
  draw: (random: Random) => Float64Array,
  random: Random,
): Teacher {
  if (target.kind === 'input') return { centres: [draw(random), draw(random)], noise: 0.5, mirrored: false };
  if (target.kind === 'regression') {
    // In one dimension a second factor could not be told from the first.
    return {
      centres: width === 1 ? [Float64Array.of(1)] : [draw(random), draw(random)],
      noise: width === 1 ? 0 : 0.5,
      mirrored: false,
    };
  }
  const count = target.kind === 'binary' ? 2 : target.kind === 'classes' ? target.classes : target.labels;
  if (width === 1 && target.kind !== 'multilabel') return onALine(count, nonlinear);
  const mirrored = nonlinear && target.kind !== 'multilabel';
  const signed = mirrored || target.kind === 'multilabel';
  const centres: Float64Array[] = [];
  let smallest = Infinity;
  for (let c = 0; c < count; c++) {
    const first = centres[0];
    if (first !== undefined && count === 2 && !signed) {
      centres.push(first.map((value) => -value));
      smallest = 2 * length(first);
      continue;
    }
    const before = centres.slice(-COMPARED);
    let best = draw(random);
    let distance = nearest(best, before, signed);
    for (let i = 1; i < CANDIDATES && c > 0 && count <= COMPARED; i++) {
      const other = draw(random);
      const far = nearest(other, before, signed);
      if (far > distance) [best, distance] = [other, far];
    }
    centres.push(best);
    smallest = Math.min(smallest, distance, signed ? 2 * length(best) : Infinity);
  }
  return { centres, noise: Math.min(1, smallest / 6), mirrored };
}

/** One feature has one direction: classes side by side; nonlinear: class 0 in the middle and every other on both sides of it. */
function onALine(count: number, nonlinear: boolean): Teacher {
  return {
    centres: Array.from({ length: count }, (_, c) => Float64Array.of(nonlinear ? c : c - (count - 1) / 2)),
    noise: 1 / 6,
    mirrored: nonlinear,
  };
}

const length = (v: Float64Array): number => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));

/** Distance to the nearest of `others`, or of their opposites too. */
function nearest(centre: Float64Array, others: readonly Float64Array[], signed: boolean): number {
  let smallest = Infinity;
  for (const other of others) {
    let minus = 0;
    let plus = 0;
    for (let i = 0; i < centre.length; i++) {
      minus += (at(centre, i) - at(other, i)) * (at(centre, i) - at(other, i));
      plus += (at(centre, i) + at(other, i)) * (at(centre, i) + at(other, i));
    }
    smallest = Math.min(smallest, Math.sqrt(signed ? Math.min(minus, plus) : minus));
  }
  return smallest;
}
