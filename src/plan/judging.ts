/** Which metric decides. */
import { classShares } from '../experiment/data/labels';
import type { TargetSpec } from '../experiment/data-spec';
import type { Judging } from '../experiment/experiment';
import { valueOf } from '../facts/fact';
import type { Head, TrainingRun } from '../facts/training';

/** Classes that every version answers with a number are judged as numbers; classes of which one is rare each count alike. */
export function metricOf(target: TargetSpec | undefined, runs: readonly TrainingRun[]): Judging['metric'] {
  if (target?.kind === 'regression' || target?.kind === 'input') return 'r2';
  const asNumber = runs.every(({ heads }) => heads[0] !== undefined && isNumber(heads[0]));
  if (target?.kind === 'classes' && target.classes > 2 && asNumber) return 'r2';
  const shares = target === undefined ? [] : classShares(target);
  return isUnbalanced(Math.max(...shares), shares.length) ? 'balanced-accuracy' : 'accuracy';
}

/** The largest class, by its share, is so much more frequent than the others that always naming it looks like an answer. */
export const isUnbalanced = (largest: number, classes: number): boolean => largest > Math.max(0.6, 1.5 / classes);

/** One unit whose loss knows no classes. */
const isNumber = (head: Head): boolean =>
  valueOf(head.units) === 1 && !/crossentropy|cross_entropy|hinge/.test(valueOf(head.loss)?.name ?? 'crossentropy');
