/** Values that stand for what is computed later, such as the tensors of a graph. */
import { looseItems } from './collections';
import { ask, kindOf } from './guests';
import type { TransferContext } from './library';
import { notKnown, type Machine } from './machine';
import type { Value } from './value';

export const isSymbolic = (m: Machine, value: Value): boolean => kindOf(m, value)?.symbolic === true;

/** True of a symbolic value, of several of which one may be symbolic, and of a list that holds one. */
export function holdsSymbolic(m: Machine, value: Value | undefined): boolean {
  if (!value) return false;
  if (value.kind === 'oneOf') return value.values.some((one) => isSymbolic(m, one));
  return isSymbolic(m, value) || (looseItems(m, value)?.some((item) => isSymbolic(m, item)) ?? false);
}

/** What the library of the symbolic values makes of a call. */
export const symbolicCall = (context: TransferContext): Value =>
  ask(context.m, 'symbolic', context) ?? notKnown(context.m, 'not-modelled', context.place, context.name);
