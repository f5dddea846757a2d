/** Transfers of functions whose first argument is an array. */
import type { DataState, DataValue } from '../../data/data-state';
import type { Value } from '../../python/value';
import { mixed, stateOf } from '../../data/data-access';
import { type Transfer, type TransferContext } from '../transfer';
import { arrayOfItems } from '../../data/data-items';
import { holdsSymbolic, symbolicCall } from '../../python/symbolic';

/** Runs on the first argument as an array; tensors become a node of the graph, everything else is mixed. */
export const onArray =
  (run: (context: TransferContext, state: DataState, data: DataValue) => Value, ...names: readonly string[]): Transfer =>
  (context) => {
    const { m, name, args, bound, place } = context;
    if ([...args.positional, ...args.keywords.values()].some((value) => holdsSymbolic(m, value))) return symbolicCall(context);
    const given = args.positional[0] ?? bound(...names, 'a', 'x', 'input', 'arr', 'array', 'm', 'tensor');
    const data = arrayOfItems(m, given, place);
    return data ? run(context, stateOf(m, data), data) : mixed(m, [...args.positional, ...args.keywords.values()], place, name);
  };
