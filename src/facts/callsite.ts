import type { Place } from '../text/place';

/** A call as written: enough to build edits of it without looking at the tree again. */
export interface CallSite {
  /** Canonical name, such as `keras.layers.Dense`, or the name as written for functions of the program itself. */
  readonly callee: string;
  readonly place: Place;
  /** The expression before the parentheses. */
  readonly function: Place;
  /** From `(` to after `)`. */
  readonly parentheses: Place;
  readonly arguments: readonly ArgumentSite[];
}

export interface ArgumentSite {
  /** The whole argument: `units=3`. */
  readonly place: Place;
  readonly value: Place;
  /** As written; absent for a positional argument. */
  readonly keyword?: string | undefined;
  /** The parameter it binds to, where the callee's signature is known. */
  readonly parameter?: string | undefined;
  /** `*args` (1) and `**kwargs` (2). */
  readonly star: 0 | 1 | 2;
}
