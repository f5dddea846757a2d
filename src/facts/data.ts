import type { Place } from '../text/place';
import type { CallSite } from './callsite';
import type { Derivation } from './derivation';
import type { Contents } from './contents';
import type { Fact } from './fact';
import type { Shape } from './training';

/** An array, data frame column set, dataset or generator on its way from its source to `fit`. */
export interface DataFlow {
  /** Same array object, same id: `fit(x, x)` has the same id on both sides. */
  readonly id: number;
  /** Where it reaches its use: the argument of `fit`. */
  readonly place: Place;
  /** The variable as people call it, where there is one: `x_train`. */
  readonly name?: string | undefined;
  readonly origins: readonly Origin[];
  /** Every origin that had any influence is in `origins`; false when something not understood took part. */
  readonly originsComplete: boolean;
  readonly container: 'array' | 'dataframe' | 'dataset' | 'generator' | 'tensor';
  /** With the number of samples first: [60000, 28, 28]. */
  readonly shape: Fact<Shape>;
  /** numpy's name: `float32`, `uint8`, `int64`. */
  readonly dtype: Fact<string>;
  readonly range: Fact<Range>;
  /** Standard deviations of the features differ: ratio of the largest to the smallest, where the columns are visible. */
  readonly featureSpread: Fact<number>;
  /** What was done to its values, in order; complete only if `stepsComplete`. */
  readonly steps: readonly DataStep[];
  readonly stepsComplete: boolean;
  readonly labelKind: Fact<LabelKind>;
  /** Of labels: the share of the samples that each class has, smallest class id first, where the program says it. */
  readonly shares?: readonly number[] | undefined;
  readonly order: Fact<'shuffled' | 'class-ordered' | 'temporal' | 'as-loaded'>;
  /** Of datasets: batch, shuffle, repeat, cache, map, prefetch in chain order with their arguments. */
  readonly pipeline: readonly PipelineStep[];
  /** Which part of a split it is, when it came out of one. */
  readonly part?: 'train' | 'test' | 'validation' | undefined;
  /** How it came out of a file, where every operation on the way was noted. */
  readonly derivation?: Derivation | undefined;
  /** What stands in the file it comes from, where somebody let us look. */
  readonly contents?: Contents | undefined;
}

/** Extremes the values can reach (or, of random numbers, practically reach: mean +- 3 standard deviations for normal ones). */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Origin {
  /** One per creating call; arrays derived from the same call share it. */
  readonly id: number;
  /**
   * - `random`: drawn by a generator (`np.random.rand`), independent of everything else
   * - `sequence`: fixed by its arguments (`np.linspace`, `np.arange`, `np.zeros`, literals)
   * - `dataset`: a dataset that ships with a library; `name` says which
   * - `file`: read from disk or the network
   * - `generated`: made by a generator of learnable tasks (`make_classification`)
   * - `outside`: everything else
   */
  readonly kind: 'random' | 'sequence' | 'dataset' | 'file' | 'generated' | 'outside';
  /** Canonical name of the call or dataset: `numpy.random.rand`, `keras.datasets.mnist`. */
  readonly name: string;
  readonly place: Place;
  readonly call?: CallSite | undefined;
  /** The numbers rise or fall by the same amount from one sample to the next, column by column: a straight line. */
  readonly evenlySpaced?: boolean | undefined;
}

export type LabelKind =
  | { readonly kind: 'binary'; readonly encoding: 'integer' | 'float' | 'minus-one-one' }
  | { readonly kind: 'class-ids'; readonly classes: number; readonly first: number }
  | { readonly kind: 'one-hot'; readonly classes: number }
  | { readonly kind: 'continuous' };

export interface DataStep {
  /**
   * - `scale`: affine with known constants (`/ 255`): `factor` and `shift` in x -> x * factor + shift
   * - `shift`: minus its own mean or minimum
   * - `standardize`, `minmax`, `normalize`: fitted to the data
   * - `preprocess`: a backbone's own `preprocess_input`
   * - `cast`, `reshape`, `one-hot`, `encode`, `split`, `shuffle`, `sort`, `slice`, `augment`, `other`
   */
  readonly kind:
    | 'scale'
    | 'shift'
    | 'standardize'
    | 'minmax'
    | 'normalize'
    | 'preprocess'
    | 'cast'
    | 'reshape'
    | 'one-hot'
    | 'encode'
    | 'split'
    | 'shuffle'
    | 'sort'
    | 'slice'
    | 'augment'
    | 'other';
  readonly place: Place;
  /** Canonical name of the function or operator. */
  readonly by: string;
  readonly factor?: number | undefined;
  readonly shift?: number | undefined;
  /** Of sequences made equally long: the end at which zeros were put. */
  readonly padded?: 'pre' | 'post' | undefined;
  /** Of fitted steps: key of the scaler object, so that a second fit of the same one is seen. */
  readonly fittedBy?: number | undefined;
  /** Of fitted steps: the call that fitted the scaler last, where it is seen. */
  readonly fit?: Fit | undefined;
  /** Of steps that put the samples into a random order: which order was drawn. Arrays that have it in common still belong together. */
  readonly drawn?: number | undefined;
  /** Of steps that put the samples into a random order: the order they were in, where it meant something. */
  readonly orderBefore?: 'class-ordered' | 'temporal' | undefined;
  /**
   * What integer arithmetic did to the values: `wraps` around at the end of the type, `truncates` to the few whole numbers that are left,
   * `raises` because numpy does not write fractions into an array of integers.
   */
  readonly damage?: 'wraps' | 'truncates' | 'raises' | undefined;
  /** Of integer arithmetic with damage: the type it was done in. */
  readonly dtype?: string | undefined;
}

export interface Fit {
  readonly place: Place;
  /** Which measurement it was, where a line may have been run for several arrays. */
  readonly measurement?: number | undefined;
  /** It was fitted to the very array that it then transforms. */
  readonly own: boolean;
  /** The innermost Python loop or comprehension in which it was fitted: each round fits it anew. */
  readonly within?: Place | undefined;
}

export interface PipelineStep {
  readonly method: string;
  readonly call: CallSite;
  readonly amount?: Fact<number> | undefined;
}
