/** Python's `random`: what is drawn from a list that the program writes is one of its items. */
import { itemsOf } from '../../python/collections';
import { joinValues } from '../../python/join';
import { notKnown } from '../../python/machine';
import type { Value } from '../../python/value';
import { type TransferContext, type TransferTable } from '../transfer';

/** `random.choice(items)`: the only item, or one of a few. */
function choice({ m, name, bound, place }: TransferContext): Value {
  const items = itemsOf(m, bound('seq'));
  return items && items.length > 0 ? joinValues(m, items, place) : notKnown(m, 'dynamic', place, name);
}

export const randomTransfers: TransferTable = { 'random.choice': choice };
