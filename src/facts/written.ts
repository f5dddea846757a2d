/** How a piece of the program is written: enough to build edits of it without looking at the tree. */
import type { Place } from '../text/place';

export type Written =
  /** `x` */
  | { readonly kind: 'name' }
  /** `self.rate`, `optimizers.schedules`: names joined by dots; `attribute` is the last, `of` what stands before it. */
  | { readonly kind: 'path'; readonly of: Place; readonly attribute: string }
  /** `a / b`; `inPlace` of `a /= b`, which is a statement. */
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly left: Place;
      readonly right: Place;
      readonly inPlace: boolean;
    }
  /** `-x`, `not x` */
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Place }
  /** `x.astype("float32")`: `receiver` and `method` as in `CallSite`. */
  | {
      readonly kind: 'call';
      readonly function: Place;
      readonly receiver?: Place | undefined;
      readonly method?: string | undefined;
      readonly arguments: readonly Place[];
    }
  /** `(a, b)`, `[a, b]` */
  | { readonly kind: 'sequence'; readonly items: readonly Place[] }
  /** `a = b = value`; `plain`: every target is a name or a path. */
  | { readonly kind: 'assignment'; readonly plain: boolean; readonly value: Place }
  | { readonly kind: 'other' };

/** The forms of every text in play. */
export interface WrittenForms {
  /** Of the expression or statement that stands exactly at the place; undefined where none does. */
  at(place: Place): Written | undefined;
}
