/** What was counted in a file of the user's, of the very numbers that reach the model: after the program's own selection and preparation. */
export interface Contents {
  /** Name of the file, without its folders. */
  readonly file: string;
  readonly rows: number;
  /** Columns (values of a sample). */
  readonly width: number;
  /** Empty fields and NaN, by column. */
  readonly missing: readonly Counted[];
  /** Infinite numbers, by column. */
  readonly infinite: readonly Counted[];
  /** Columns with the same number in every row. */
  readonly constant: readonly Counted[];
  /** Columns that the program divides by their own deviation or spread, which is 0: every row of them becomes NaN. */
  readonly dividedByZero: readonly Counted[];
  /** Numbers that are far from all others of their column. */
  readonly outliers: readonly Outlier[];
  /** Of features: columns that are the label, or the label in another unit. */
  readonly leaks: readonly Leak[];
  /** Middle of all numbers. */
  readonly median: number;
  /** What the best answer costs that is the same for all samples: mean square, and mean distance, of labels with one value. */
  readonly mean?: number | undefined;
  readonly variance?: number | undefined;
  readonly deviation?: number | undefined;
  /** The values that occur, smallest first, where they are few. */
  readonly values?: readonly number[] | undefined;
  /** Of labels with few values: which rows each has, as runs from the first row to the last. Absent where the rows are mixed. */
  readonly runs?: readonly { readonly value: number; readonly rows: number }[] | undefined;
  /** Rows that stand there more than once. */
  readonly repeated?: number | undefined;
}

export interface Counted {
  /** As the file names it; the position where it does not. */
  readonly column: string;
  readonly count: number;
}

export interface Outlier {
  readonly column: string;
  readonly value: number;
  /** Between these lie 98 of 100 numbers of the column. */
  readonly low: number;
  readonly high: number;
}

export interface Leak {
  readonly column: string;
  /** Equal, equal up to a factor and an offset, or one value for each class. */
  readonly how: 'equal' | 'scaled' | 'classes';
}
