/** A list of which some items may not be known: what is there, and, where it may be incomplete, why. */
import type { Unknown } from './fact';

export interface OpenList<T> {
  readonly items: readonly T[];
  /** Why there may be more than `items`: an item, or the list itself, that reading did not understand. */
  readonly open?: Unknown | undefined;
}

export const closed = <T>(items: readonly T[]): OpenList<T> => ({ items });

/** True only where the list is whole and no item passes the test: "it certainly has no scheduler". */
export const hasNone = <T>({ items, open }: OpenList<T>, test: (item: T) => boolean): boolean =>
  open === undefined && !items.some(test);
