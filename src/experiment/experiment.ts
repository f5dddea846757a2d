/**
 * An experiment: the same made-up task trained by two or more programs (arms), or by one (a baseline).
 * Plain JSON and reproducible from itself: equal experiments give equal verdicts.
 */
import type { Course } from './course';
import type { DataSpec } from './data-spec';
import type { HeadSpec, ModelSpec, OptimizerSpec } from './model';

export interface Experiment {
  readonly version: 1;
  /** First `asWritten`. One arm alone is a baseline: does this model learn? */
  readonly arms: readonly Arm[];
  readonly data: DataSpec;
  readonly budget: Budget;
  readonly seeds: SeedPlan;
  readonly semantics: Semantics;
  readonly judging: Judging;
  /** Steps of one run as the program has it, where the experiment trains longer because nothing was learned in so few. */
  readonly stepsAsWritten?: number | undefined;
  /** Parts of the program's training that are not rebuilt, as people name them: what is left without them is not cleared by learning. */
  readonly leftOut?: readonly string[] | undefined;
  /** Of a baseline: warnings about this run that may explain why it does not learn, as people name them. */
  readonly standing?: readonly string[] | undefined;
  /** After the judgement, how the program does at other values of this setting. */
  readonly sweep?: 'learning_rate' | undefined;
}

export interface Budget {
  /** Most training steps of one run; an arm that asks for fewer (epochs x batches) trains fewer. */
  readonly steps: number;
  /** For the whole experiment. What is done by then is judged, or the verdict is `failed`. */
  readonly deadlineMs?: number | undefined;
}

export interface SeedPlan {
  /** Runs of each arm; seed i gives both arms the same data and, where shapes agree, the same initial weights and batches. At least 5 can be decisive. */
  readonly count: number;
  /** When the first `count` leave it unclear, go on to this many; equal to `count`: never. */
  readonly extendTo: number;
  /** Number of the first seed; 1 when left out. */
  readonly first?: number | undefined;
}

/** Whose behaviour is reproduced; people are told. */
export interface Semantics {
  /**
   * - `keras-tensorflow`: cross-entropies use the logits that softmax and sigmoid remember
   * - `keras-jax`, `keras-torch`: they do not
   * - `tensorflow-raw`: tf.nn operations, TF 2.0 and Keras 2.2: they do not either
   */
  readonly backend: 'keras-tensorflow' | 'keras-jax' | 'keras-torch' | 'tensorflow-raw';
  /** Decides defaults of optimizers and layers. */
  readonly keras: 2 | 3;
}

export interface Judging {
  /**
   * What decides, always compared with chance:
   * - `accuracy` for classes, `balanced-accuracy` where classes are not equally frequent, `recall` of class 1
   * - `r2` for regression: 1 - squared error / variance of the target
   */
  readonly metric: 'accuracy' | 'balanced-accuracy' | 'recall' | 'r2';
  /** Held-out samples, or (as in published measurements) the training samples. */
  readonly on: 'held-out' | 'training';
  /** Index of the head that is judged; 0 when left out. */
  readonly head?: number | undefined;
}

export interface Arm {
  readonly role: 'asWritten' | 'withFix' | 'variant';
  /** For people: `Your code`, `With fix: ...`, `Variant: ...`. */
  readonly title: string;
  readonly model: ModelSpec;
  readonly heads: readonly HeadSpec[];
  readonly optimizer: OptimizerSpec;
  /** What this program does to each input before the model sees it, one per `data.inputs`. */
  readonly inputs: readonly InputPreparation[];
  /** Likewise for each of `data.targets`. */
  readonly targets: readonly TargetPreparation[];
  readonly fit: Fit;
  readonly update: Update;
  /** Where this program is run on another backend than the experiment assumes. */
  readonly semantics?: Semantics | undefined;
  /** Own initial weights and batch order in spite of equal seeds: for tests of the judgement itself. */
  readonly salt?: number | undefined;
}

export interface InputPreparation {
  readonly steps: readonly PreparationStep[];
  /** Shape handed to the model when it differs from `data.inputs[i].shape`: flattened images. */
  readonly reshape?: readonly number[] | undefined;
}

/** Fitted steps are fitted to the training part. */
export type PreparationStep =
  /** x * factor + shift */
  | { readonly kind: 'scale'; readonly factor: number; readonly shift: number }
  /** per feature of the last axis: mean 0, deviation 1 */
  | { readonly kind: 'standardize' }
  /** per feature of the last axis: 0 .. 1 */
  | { readonly kind: 'minmax' }
  /** truncates like numpy's astype for integers, and wraps around at the ends of the type */
  | { readonly kind: 'cast'; readonly dtype: 'float32' | WholeType }
  /** missing values (NaN) become the mean of their feature */
  | { readonly kind: 'fill' }
  /** natural logarithm of 1 + x */
  | { readonly kind: 'log1p' };

export type WholeType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'int32';

export interface TargetPreparation {
  /**
   * Of class targets:
   * - `index`: 0 .. k-1, plus `first`
   * - `one-hot`: k columns
   * - `sign`: -1 and 1
   */
  readonly encoding: 'index' | 'one-hot' | 'sign' | 'as-is';
  /** Value of the first class; 0 when left out. */
  readonly first?: number | undefined;
  /** `vector`: (n,), `column`: (n, 1); as the encoding has it when left out (index: vector). */
  readonly layout?: 'vector' | 'column' | undefined;
  readonly steps: readonly PreparationStep[];
  /**
   * Whose labels: the teacher's, or drawn without looking at the features (as a program does that makes random labels), or the teacher's
   * in another order than the samples (`scrambled`: shuffled apart).
   */
  readonly labels?: 'teacher' | 'independent' | 'scrambled' | undefined;
}

export interface Fit {
  /** Passes over the samples, where `steps` does not say how long it trains. */
  readonly epochs: number;
  readonly batchSize: number;
  /** Steps in all, where they are no whole number of passes: `steps_per_epoch`, loops that count steps. */
  readonly steps?: number | undefined;
  /** What changes while it trains. */
  readonly course?: Course | undefined;
  /** Anew in each epoch: all samples, none, or as `shuffle(buffer)` of tf.data does it before or after `batch`. */
  readonly shuffle: boolean | BufferedShuffle;
  /** The samples are put into another order once, before training. */
  readonly mixed?: boolean | undefined;
}

export interface BufferedShuffle {
  readonly of: 'samples' | 'batches';
  readonly buffer: number;
}

/** Faults of the training loop. */
export interface Update {
  /** Which layers' variables get an update: all that are trainable, or those of these nodes. */
  readonly variables: 'all' | readonly string[];
  /** False: gradients are computed and never applied. */
  readonly applied: boolean;
  /** False: nothing is recorded between the weights and the loss, so that there are no gradients. */
  readonly recorded?: boolean | undefined;
  /** When weights are initialised again. */
  readonly reset: 'never' | 'every-epoch' | 'every-step';
  /** When the optimizer's state starts anew: an optimizer constructed inside the loop. `never` when left out. */
  readonly optimizerReset?: 'never' | 'every-epoch' | 'every-step' | undefined;
  /** The same first batch in every step. */
  readonly batches?: 'fresh' | 'first-only' | undefined;
  /** False: the penalties of regularizers are no part of the loss. */
  readonly penalties?: boolean | undefined;
  /** False: the moving averages of BatchNormalization stay where they start. */
  readonly averages?: boolean | undefined;
  /** False: the model is called without training=True, so Dropout and BatchNormalization act as in prediction. */
  readonly training?: boolean | undefined;
}

/** Training steps that the program asks for. */
export const stepsAsked = ({ epochs, batchSize, steps }: Fit, samples: number): number =>
  steps ?? epochs * Math.max(1, Math.ceil(samples / Math.max(1, batchSize)));

/** A loop without faults. */
export const soundUpdate: Update = { variables: 'all', applied: true, reset: 'never' };
