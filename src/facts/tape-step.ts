/** What is known of the step of a custom loop: how the loss depends on the weights, which weights are asked for, how the model is called. */
import type { Place } from '../text/place';
import type { CallSite } from './callsite';
import type { Fact, Unknown } from './fact';

/** A Python loop around a call or a construction. */
export interface LoopAround {
  readonly place: Place;
  readonly over: 'counter' | 'data' | 'folds' | 'other';
}

export interface TapeStep {
  readonly path: GradientPath;
  /** The variables whose gradients are asked for, against those the loss depends on. */
  readonly variables: AskedVariables;
  /** Calls of models under the tape on which the loss depends. */
  readonly forwards: readonly ForwardCall[];
  /** The name of the policy for numbers, such as `mixed_float16`; unknown where the program sets none. */
  readonly precision: Fact<string>;
  /** The loss, or the gradient, is multiplied before it is used. */
  readonly scaled: boolean;
  /** The gradients are clipped, multiplied or otherwise changed before they are applied. */
  readonly changed?: boolean | undefined;
  /** The losses that layers collect (`model.losses`) are read somewhere, or a method of Keras that adds them computes the loss. */
  readonly addsLosses: boolean;
  /** Which of the two comes first in the pairs that are applied; unknown where they are no plain `zip`. */
  readonly pairs: Fact<'gradients' | 'variables'>;
}

/**
 * From the loss back to the weights that are asked for:
 * - `recorded`: some of them are reached through operations that the tape recorded
 * - `outside`: all ways lead to something that was computed while the tape did not record: the model's call, or the loss of it
 * - `left`: all ways lead through a call that leaves TensorFlow, such as `.numpy()`
 */
export type GradientPath =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'outside'; readonly computed: 'forward' | 'loss'; readonly place: Place }
  | { readonly kind: 'left'; readonly by: string; readonly place: Place }
  | Unknown;

export interface AskedVariables {
  readonly place: Place;
  /** Weights of the loss that are asked for: `none` where those asked for belong to something else, `empty` where the list was read before the model had any. */
  readonly covers: Fact<'all' | 'part' | 'none' | 'empty'>;
  /** Keys of the layers (and raw variables) that are asked for. */
  readonly keys: readonly number[];
  /** Trainable layers and variables on which the loss depends and that are not asked for. */
  readonly missing: readonly MissingWeights[];
  /** What the asked variables belong to, and what the loss depends on, as the program calls them. */
  readonly owners: readonly string[];
  readonly models: readonly string[];
}

export interface MissingWeights {
  readonly key: number;
  /** `Dense`, or `Variable`. */
  readonly type: string;
  readonly place: Place;
}

export interface ForwardCall {
  readonly place: Place;
  readonly call: CallSite;
  readonly model: string;
  /** The `training` argument; known as null where it is not given. */
  readonly training: Fact<boolean | null>;
  /** `training=True` may be added: the model is no class of the program whose `call` does not take it. */
  readonly takesTraining: boolean;
  /** Some of its weights are among those whose gradients are asked for. */
  readonly trained: boolean;
  /** Layers of it with a regularizer. */
  readonly regularized: readonly { readonly type: string; readonly place: Place }[];
  /** Layers that act differently in training and that this call runs as in prediction. */
  readonly idle: readonly { readonly type: string; readonly place: Place }[];
}
