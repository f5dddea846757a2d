import type { Place } from '../text/place';

/** A call as written: enough to build edits of it without looking at the tree again. */
export interface CallSite {
  /** Canonical name, such as `keras.layers.Dense`, or the name as written for functions of the program itself. */
  readonly callee: string;
  readonly place: Place;
  /** The expression before the parentheses. */
  readonly function: Place;
  /** What a method is called on, `model` in `model.fit(x)`, and the method's name as written; absent where a bare name is called. */
  readonly receiver?: Place | undefined;
  readonly method?: string | undefined;
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
  /** How the value is written; absent where it is not known. */
  readonly form?: ArgumentForm | undefined;
  /** `*args` (1) and `**kwargs` (2). */
  readonly star: 0 | 1 | 2;
}

/** `name`: a variable; `path`: dotted names, `self.rate`; `call`: a call of a name with arguments that are neither starred nor named. */
export type ArgumentForm =
  | { readonly kind: 'integer' | 'float' | 'string' | 'name' | 'path' | 'other' }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Place[] };
