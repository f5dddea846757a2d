/** What the made-up data looks like: a task a teacher sets on standardized latents, dressed in the user's shapes and scales. */

export interface DataSpec {
  readonly inputs: readonly InputSpec[];
  readonly targets: readonly TargetSpec[];
  /** Number of training samples, and of held-out samples from the same teacher. */
  readonly samples: number;
  readonly heldOut: number;
  /**
   * - `linear`: a linear model solves it (well separated class centres; a weighted sum)
   * - `nonlinear`: a linear model gets at most half of the classes right, chance if there are two (each class has two opposite centres), and no r2 (a product of two directions)
   */
  readonly teacher: 'linear' | 'nonlinear';
  /** Order of the training samples as the program has them, before any shuffling by fit. */
  readonly order: 'shuffled' | 'class-ordered';
  /** Dimensions that were made smaller than written so that the test ends soon; shown to people. */
  readonly reductions?: readonly Reduction[] | undefined;
  /** Sizes the program leaves to its data, as chosen here; shown to people. */
  readonly assumed?: readonly Assumption[] | undefined;
  /** Layers that were left out; shown to people. */
  readonly omitted?: readonly string[] | undefined;
  /** Rows of the user's own file, in place of made-up ones. `inputs` and `targets` say what they are; no teacher is asked. */
  readonly own?: OwnSample | undefined;
  /** Why a file that the user wanted was not used; shown to people. */
  readonly notOwn?: string | undefined;
}

/** A sample of the user's data before the program's own preparation, in the file's order: `samples` + `heldOut` rows, split anew in each run. */
export interface OwnSample {
  /** Names of the files, for people. */
  readonly file: string;
  /** Rows that could have been used. */
  readonly rows: number;
  /** One per input: its numbers as little-endian float32 in base64. */
  readonly inputs: readonly string[];
  /** One per target: class ids, bits or values, likewise; empty where the target is an input. */
  readonly targets: readonly string[];
}

export interface Assumption {
  /** What: `time steps`. */
  readonly what: string;
  readonly value: number | string;
}

export interface Reduction {
  /** What: `training samples`, `size of pictures`. */
  readonly what: string;
  /** Numbers, or sizes as people write them: `224x224`. */
  readonly from: number | string;
  readonly to: number | string;
}

/** An input array as the program loads it, before its own preprocessing (`Arm.inputs`). Shapes are without the batch dimension. */
export type InputSpec = FeaturesSpec | ImageSpec | SequenceSpec | TokensSpec;

export interface FeaturesSpec {
  readonly kind: 'features';
  readonly shape: readonly number[];
  readonly values: ValueSpec;
  readonly dtype: 'float32' | 'int32' | 'uint8';
  /** Share of values that are missing (NaN). */
  readonly missing?: number | undefined;
}

/** Height, width, channels (or height, width): classes are smooth spatial patterns with noise. */
export interface ImageSpec {
  readonly kind: 'image';
  readonly shape: readonly number[];
  readonly values: ValueSpec;
  readonly dtype: 'float32' | 'int32' | 'uint8';
}

/** Time steps, then features: classes are smooth paths over time with noise. */
export interface SequenceSpec {
  readonly kind: 'sequence';
  readonly shape: readonly number[];
  readonly values: ValueSpec;
  readonly dtype: 'float32';
}

/** Token ids 1 .. vocabulary-1 (0 is padding): each class prefers its own tokens. */
export interface TokensSpec {
  readonly kind: 'tokens';
  /** [length] */
  readonly shape: readonly number[];
  readonly vocabulary: number;
  /** Share of positions that are padding, at the end (`post`) or the front. */
  readonly padding?: { readonly share: number; readonly side: 'pre' | 'post' } | undefined;
  readonly dtype: 'int32' | 'float32';
}

/** How a standardized latent (mean 0, deviation 1) becomes a value. */
export type ValueSpec =
  /** latent * scale + offset; a list has one entry per feature of the last axis. */
  | { readonly kind: 'affine'; readonly scale: number | readonly number[]; readonly offset: number | readonly number[] }
  /** -2 .. 2 deviations onto min .. max, cut off there. */
  | { readonly kind: 'range'; readonly min: number; readonly max: number };

export type TargetSpec = BinaryTarget | ClassesTarget | MultilabelTarget | RegressionTarget | InputTarget;

export interface BinaryTarget {
  readonly kind: 'binary';
  /** Share of class 1; one half when left out. */
  readonly share?: number | undefined;
  /** One label per position: [steps] of a sequence, [height, width] of a mask. One per sample when left out. */
  readonly shape?: readonly number[] | undefined;
}

/** One class of k per sample or per position. */
export interface ClassesTarget {
  readonly kind: 'classes';
  readonly classes: number;
  /** Share of each class; equal when left out. */
  readonly balance?: readonly number[] | undefined;
  readonly shape?: readonly number[] | undefined;
}

export interface MultilabelTarget {
  readonly kind: 'multilabel';
  readonly labels: number;
}

export interface RegressionTarget {
  readonly kind: 'regression';
  /** Of one sample: [1], [3]; [] is a bare number, so that the array has shape (n,). */
  readonly shape: readonly number[];
  readonly values: ValueSpec;
}

/** The target is an input array itself: an autoencoder. */
export interface InputTarget {
  readonly kind: 'input';
  readonly input: number;
}
