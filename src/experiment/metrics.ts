/** The task metric, and what it is worth without learning. Predictions come as plain numbers, so no tensors here. */
import { at } from './data/numbers';
import type { Truth } from './data';
import type { Judging } from './experiment';

export interface Predictions {
  /** Samples x (positions x) units, flat. */
  readonly values: ArrayLike<number>;
  /** Units of the last axis. */
  readonly units: number;
}

/** How an output becomes a class. */
export type Decision =
  /** The largest of several units; `first` is the unit of class 0, where the program counts its labels from another number. */
  { readonly kind: 'argmax'; readonly first?: number | undefined } | { readonly kind: 'threshold'; readonly at: number };

export interface Score {
  /** NaN when a prediction is not a number. */
  readonly metric: number;
  /** The metric of an answer that does not look at the input. */
  readonly chance: number;
  /** Above chance by more than luck (3 binomial deviations, and at least 0.05); r2 above 0.1. */
  readonly learned: boolean;
}

/**
 * Scores predictions against the truth. `targets` are the numbers the program trained on (of regression: what r2 is measured in, so that
 * arms that scale their target differently stay comparable).
 */
export function score(
  metric: Judging['metric'],
  predictions: Predictions,
  truth: Truth,
  targets: ArrayLike<number>,
  decision: Decision,
): Score {
  if (truth.kind === 'classes' && metric !== 'r2') return scoreClasses(metric, predictions, truth.ids, truth.classes, decision);
  if (truth.kind === 'multilabel' && metric !== 'r2') {
    const cut = decision.kind === 'threshold' ? decision.at : 0.5;
    return scoreClasses(metric, { values: predictions.values, units: 1 }, truth.bits, 2, { kind: 'threshold', at: cut });
  }
  return scoreRegression(predictions.values, targets);
}

function scoreClasses(
  metric: Judging['metric'],
  { values, units }: Predictions,
  ids: Int32Array,
  classes: number,
  decision: Decision,
): Score {
  const right = new Float64Array(classes);
  const count = new Float64Array(classes);
  let finite = true;
  for (let i = 0; i < ids.length; i++) {
    const id = at(ids, i);
    let guess = 0;
    if (decision.kind === 'threshold') {
      const value = at(values, i * units);
      finite &&= Number.isFinite(value);
      guess = value > decision.at ? 1 : 0;
    } else {
      let best = -Infinity;
      for (let u = 0; u < units; u++) {
        const value = at(values, i * units + u);
        finite &&= !Number.isNaN(value);
        if (value > best) [best, guess] = [value, u - (decision.first ?? 0)];
      }
    }
    count[id] = at(count, id) + 1;
    if (guess === id) right[id] = at(right, id) + 1;
  }
  const total = ids.length;
  const present = count.filter((n) => n > 0).length;
  let value: number;
  let chance: number;
  let cases = total;
  if (metric === 'accuracy') {
    value = right.reduce((a, b) => a + b, 0) / total;
    chance = Math.max(...count) / total;
  } else if (metric === 'recall') {
    value = at(right, 1) / Math.max(1, at(count, 1));
    chance = 0;
    cases = at(count, 1);
  } else {
    value = right.reduce((sum, r, id) => sum + (at(count, id) > 0 ? r / at(count, id) : 0), 0) / Math.max(1, present);
    chance = 1 / Math.max(1, present);
    cases = Math.min(...count.filter((n) => n > 0)) * present;
  }
  const luck = Math.max(0.05, 3 * Math.sqrt((Math.max(chance, 0.02) * (1 - chance)) / Math.max(1, cases)));
  return finite ? { metric: value, chance, learned: value > chance + luck } : { metric: NaN, chance, learned: false };
}

/** r2 = 1 - squared error / variance, over all outputs; below -9 it is -9, as in the measurements this is compared with. */
function scoreRegression(predictions: ArrayLike<number>, targets: ArrayLike<number>): Score {
  const n = targets.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += at(targets, i) / n;
  let error = 0;
  let variance = 0;
  for (let i = 0; i < n; i++) {
    // A model with one output for several targets is compared with each (as broadcasting does).
    const guess = at(predictions, predictions.length === n ? i : Math.floor((i * predictions.length) / n));
    error += (guess - at(targets, i)) * (guess - at(targets, i));
    variance += (at(targets, i) - mean) * (at(targets, i) - mean);
  }
  const metric = Number.isFinite(error) ? Math.max(-9, 1 - error / (variance || 1)) : NaN;
  return { metric, chance: 0, learned: metric > 0.1 };
}
