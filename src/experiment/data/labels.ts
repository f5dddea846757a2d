import type { DataSpec, TargetSpec } from '../data-spec';
import type { Random } from '../random';
import { at, sizeOf } from './numbers';

/** What is true of the samples, target by target, before any program encodes it. */
export type Truth =
  /** Class ids; `positions` of them per sample (1: one label a sample). */
  | { readonly kind: 'classes'; readonly classes: number; readonly positions: number; readonly ids: Int32Array }
  /** 0 or 1 for each of `labels`. */
  | { readonly kind: 'multilabel'; readonly labels: number; readonly bits: Int32Array }
  /** Filled from the features once they exist. */
  | { readonly kind: 'regression'; readonly width: number; readonly values: Float64Array }
  | { readonly kind: 'input'; readonly input: number };

const classCount = (target: TargetSpec): number =>
  target.kind === 'binary' ? 2 : target.kind === 'classes' ? target.classes : 0;

/** Share of every class of a target. */
export function classShares(target: TargetSpec): readonly number[] {
  if (target.kind === 'binary') return [1 - (target.share ?? 0.5), target.share ?? 0.5];
  if (target.kind !== 'classes') return [];
  const balance = target.balance ?? Array.from({ length: target.classes }, () => 1);
  const sum = balance.reduce((a, b) => a + b, 0);
  return balance.map((share) => share / sum);
}

/** Draws what is true of `count` samples. Class counts are the shares, rounded; their order is chance. */
export function drawTruth(target: TargetSpec, count: number, random: Random): Truth {
  switch (target.kind) {
    case 'binary':
    case 'classes': {
      const shape = target.shape ?? [];
      const shares = classShares(target);
      if (shape.length === 0)
        return { kind: 'classes', classes: shares.length, positions: 1, ids: stratified(shares, count, random) };
      return {
        kind: 'classes',
        classes: classCount(target),
        positions: sizeOf(shape),
        ids: patches(shape, shares, count, random),
      };
    }
    case 'multilabel':
      return {
        kind: 'multilabel',
        labels: target.labels,
        bits: Int32Array.from({ length: count * target.labels }, () => random.integer(2)),
      };
    case 'regression': {
      const width = sizeOf(target.shape);
      return { kind: 'regression', width, values: new Float64Array(count * width) };
    }
    case 'input':
      return target;
  }
}

function stratified(shares: readonly number[], count: number, random: Random): Int32Array {
  const ids = new Int32Array(count);
  let filled = 0;
  let share = 0;
  shares.forEach((part, id) => {
    share += part;
    const end = id === shares.length - 1 ? count : Math.round(share * count);
    ids.fill(id, filled, end);
    filled = Math.max(filled, end);
  });
  const order = random.permutation(count);
  return ids.map((_, i) => at(ids, at(order, i)));
}

/** Labels per position come in patches a quarter of the length wide, because neighbouring pixels and words belong together. */
function patches(shape: readonly number[], shares: readonly number[], count: number, random: Random): Int32Array {
  const coarse = shape.map((size) => Math.min(size, 4));
  const ids = new Int32Array(count * sizeOf(shape));
  let next = 0;
  for (let sample = 0; sample < count; sample++) {
    const map = Array.from({ length: sizeOf(coarse) }, () => pick(shares, random.uniform()));
    for (let position = 0; position < sizeOf(shape); position++) {
      let rest = position;
      let cell = 0;
      let stride = 1;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const size = at(shape, axis);
        const cells = at(coarse, axis);
        cell += Math.floor(((rest % size) * cells) / size) * stride;
        rest = Math.floor(rest / size);
        stride *= cells;
      }
      ids[next++] = at(map, cell);
    }
  }
  return ids;
}

function pick(shares: readonly number[], u: number): number {
  let sum = 0;
  for (let id = 0; id < shares.length; id++) {
    sum += at(shares, id);
    if (u < sum) return id;
  }
  return shares.length - 1;
}

/** The order in which the program has its samples. */
export function sampleOrder(data: DataSpec, truths: readonly Truth[], count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const first = truths[0];
  if (data.order === 'shuffled' || first?.kind !== 'classes' || first.positions !== 1) return order;
  return order.sort((a, b) => at(first.ids, a) - at(first.ids, b) || a - b);
}
