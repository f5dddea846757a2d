/** What calling a library function by canonical name does. */
import type { CallSite } from '../../facts/callsite';
import { boundBy } from './bound';
import { ask, tell } from './guests';
import type { TransferContext } from './library';
import { notKnown, type Machine } from './machine';
import type { Arguments, LibraryValue, Value } from './value';

export function callLibrary(m: Machine, callee: LibraryValue, args: Arguments, site: CallSite): Value {
  const context = callOf(m, callee.name, args, site);
  const result = answer(context);
  tell(m, 'called', context, result);
  return result;
}

/** A call of a library function by canonical name, as transfers get it. */
export const callOf = (m: Machine, name: string, args: Arguments, site: CallSite): TransferContext => ({
  m,
  name,
  args,
  bound: boundBy(m, name, args),
  site,
  place: site.place,
});

function answer(context: TransferContext): Value {
  const { m, name, place } = context;
  const before = ask(m, 'beforeCall', context);
  if (before) return before;
  const transfer = m.guests.functions.get(name);
  if (transfer) return transfer(context);
  const otherwise = ask(m, 'otherwise', context);
  if (otherwise) return otherwise;
  tell(m, 'unfollowed', context);
  return ask(m, 'gives', context) ?? notKnown(m, m.guests.covers(name) ? 'not-modelled' : 'outside', place, name);
}
