/** What a traced function (`tf.function`) keeps of its first call although the program changes it afterwards. */
import type { Place } from '../text/place';

export interface Capture {
  /** `stale`: a number that is changed outside afterwards; `effect`: something outside that the function changes. */
  readonly kind: 'stale' | 'effect';
  /** `rate`, `self.rate`. */
  readonly name: string;
  /** Where the function reads or changes it. */
  readonly place: Place;
  /** Where it is changed outside. */
  readonly changed?: Place | undefined;
  readonly function: { readonly name: string; readonly place: Place };
}
