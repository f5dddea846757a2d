import type { Expression } from '../../python/ast';
import type { DataState } from './data-state';
import type { Machine } from '../python/machine';
import { asNumber, type Scope, type Value } from '../python/value';
import { stateOf } from './data-access';

/** Below this a number stands for zero. */
const next = 1e-3;

/**
 * `1.0 if std == 0 else std`: a deviation or distance with something in its place where it is zero, so that it can be divided by.
 * @returns the deviation; undefined where the condition asks anything else
 */
export function zeroGuarded(m: Machine, test: Expression, branches: readonly Value[], scope: Scope): Value | undefined {
  if (test.kind !== 'Compare' || test.comparators.length !== 1) return undefined;
  const sides = [test.left, ...test.comparators];
  const name = sides.find(({ kind }) => kind === 'Name');
  const number = sides.find(({ kind }) => kind === 'Constant');
  const size = number && asNumber(m.evaluate(number, scope));
  if (!name || size === undefined || Math.abs(size) > next) return undefined;
  const asked = m.evaluate(name, scope);
  if (asked.kind !== 'data' || !measuresSize(stateOf(m, asked))) return undefined;
  return branches.find((one) => one.kind === 'data' && one.id === asked.id);
}

const measuresSize = ({ statistic }: DataState): boolean =>
  statistic?.kind === 'std' || statistic?.kind === 'spread' || statistic?.kind === 'max';
