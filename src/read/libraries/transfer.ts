/** How the effect of a library function is written down: helpers of transfers. */
import type { Transfer, TransferTable } from '../python/library';

export type { Transfer, TransferContext, TransferTable } from '../python/library';

/** The same transfer under several names. */
export function forEachName(names: readonly string[], transfer: Transfer): TransferTable {
  return Object.fromEntries(names.map((name) => [name, transfer]));
}

/** A class in one of these namespaces: `keras.losses.Huber`. */
export function isClassOf(name: string, namespaces: readonly string[]): boolean {
  const short = name.split('.').at(-1) ?? '';
  return /^[A-Z]/.test(short) && namespaces.some((prefix) => name.startsWith(prefix));
}
