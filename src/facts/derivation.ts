/**
 * How an array came out of a file: the calls, selections and operations on its way, as they were written. Plain data without meaning of its
 * own: whoever has the file can follow it (`plan/own`), and stops where something is written that it does not know.
 */
import type { Place } from '../text/place';

export interface Derivation {
  /**
   * - `call`: a library function by its canonical name: `pandas.read_csv`, `numpy.reshape`
   * - `method`: of an array or frame (the first argument): `drop`
   * - `object`: a method of a library object (`of`): `fit_transform`
   * - `attribute`: `values`
   * - `subscript`: `x[index]`; arguments are the array and the index
   * - `operator`: `/`, arguments left and right
   * - `assignment`: `df[key] = value`, arguments are the frame before, the key and the value
   */
  readonly kind: 'call' | 'method' | 'object' | 'attribute' | 'subscript' | 'operator' | 'assignment';
  readonly name: string;
  readonly place: Place;
  readonly arguments: readonly DerivedArgument[];
  readonly keywords: Readonly<Record<string, DerivedArgument>>;
  /** Of methods of objects: the class and what it was constructed with. */
  readonly of?: { readonly arguments: readonly DerivedArgument[]; readonly keywords: Readonly<Record<string, DerivedArgument>> };
  /** Where the call gives several arrays: which one. */
  readonly item?: number | undefined;
  /** For methods that change the array and give another value (`pop`): what is left. */
  readonly rest?: boolean | undefined;
  /** Steps from the file; long ones are cut off. */
  readonly depth: number;
}

export type DerivedArgument =
  | { readonly kind: 'value'; readonly value: null | boolean | number | string }
  | { readonly kind: 'list'; readonly items: readonly DerivedArgument[] }
  | { readonly kind: 'dictionary'; readonly entries: readonly (readonly [DerivedArgument, DerivedArgument])[] }
  /** `start:stop:step`; null where it is left out. */
  | { readonly kind: 'slice'; readonly bounds: readonly DerivedArgument[] }
  /** A library name: `float`, `np.float32`, `np.newaxis`. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'data'; readonly data: Derivation }
  /** Row numbers in random order; the same order, the same id. */
  | { readonly kind: 'shuffled-rows'; readonly id: number }
  | { readonly kind: 'unknown' };
