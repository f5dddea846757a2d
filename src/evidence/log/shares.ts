/** What the labels say of the simplest answer: the same for all samples. */
export interface Shares {
  readonly variance?: number | undefined;
  /** Mean distance from the median. */
  readonly deviation?: number | undefined;
  /** Of each class, by its number. */
  readonly shares?: readonly number[] | undefined;
}
