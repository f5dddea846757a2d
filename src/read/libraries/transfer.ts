/** How the effect of a library function is written down: helpers of transfers. */
export type { Transfer, TransferContext, TransferTable } from '../python/library';

/** A class in one of these namespaces: `keras.losses.Huber`. */
export function isClassOf(name: string, namespaces: readonly string[]): boolean {
  const short = name.split('.').at(-1) ?? '';
  return /^[A-Z]/.test(short) && namespaces.some((prefix) => name.startsWith(prefix));
}
