/** How the effect of a library function is written down: a function from evaluated arguments to a value. */
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import type { Machine } from '../python/machine';
import type { Arguments, Value } from '../python/value';

export interface TransferContext {
  readonly m: Machine;
  /** Canonical name under which it was called. */
  readonly name: string;
  readonly args: Arguments;
  readonly site: CallSite;
  readonly place: Place;
}

export type Transfer = (context: TransferContext) => Value;
export type TransferTable = Readonly<Record<string, Transfer>>;

/** The argument at a position or under one of its names. */
export function argument(args: Arguments, position: number, ...names: readonly string[]): Value | undefined {
  for (const name of names) {
    const value = args.keywords.get(name);
    if (value) return value;
  }
  return position >= 0 ? args.positional[position] : undefined;
}

/** The same transfer under several names. */
export function forEachName(names: readonly string[], transfer: Transfer): TransferTable {
  return Object.fromEntries(names.map((name) => [name, transfer]));
}
