/**
 * A model, loss and optimizer in Keras's own words with plain values: what `get_config()` would say.
 * Parameters left out have Keras's defaults, of the version the experiment assumes.
 */
import type { Json, JsonObject } from './json';

/** The model as a graph. Nodes are in topological order. */
export interface ModelSpec {
  readonly nodes: readonly NodeSpec[];
  /** Ids of `InputLayer` nodes, in the order of `DataSpec.inputs`. */
  readonly inputs: readonly string[];
  /** Ids of output nodes. */
  readonly outputs: readonly string[];
}

export interface NodeSpec {
  /** Unique in the model. The same layer has the same id in every arm, so that people recognise it. */
  readonly id: string;
  /** Keras's class name: `InputLayer`, `Dense`, `Dropout`; of operations their canonical name: `tf.nn.relu`, `operator.add`. */
  readonly class: string;
  /**
   * Keras's words: `{ units: 10, activation: 'relu', kernel_initializer: 'he_normal' }`. Objects (initializers, schedules, wrapped layers) are `{ class, config }`:
   * `kernel_regularizer: { class: 'L2', config: { l2: 0.01 } }`. `InputLayer` has `shape` (without batch) and `dtype`.
   * `trainable: false` freezes the layer. A nested model is flattened by whoever writes the spec.
   */
  readonly config: JsonObject;
  /** Ids of the nodes whose outputs it takes, in argument order. */
  readonly inbound: readonly string[];
  /** Id of an earlier node whose weights this one shares: the same layer object called again. */
  readonly sharedWith?: string | undefined;
}

/** One output with its loss. */
export interface HeadSpec {
  /** Id of the output node. */
  readonly output: string;
  /** Index into `DataSpec.targets`. */
  readonly target: number;
  readonly loss: LossSpec;
  /** Weight in the sum of losses; 1 when left out. -1 is a loss of flipped sign. */
  readonly weight?: number | undefined;
  /** `class_weight` of fit: by class index. */
  readonly classWeight?: readonly number[] | undefined;
  /**
   * How an output becomes a class when it is judged. Left out: the largest of several units; of a single unit, above the midpoint
   * of the two label values, or above 0 where the loss takes logits.
   */
  readonly decision?: { readonly kind: 'argmax' } | { readonly kind: 'threshold'; readonly at: number } | undefined;
}

export type LossSpec = KerasLossSpec | CustomLossSpec;

export interface KerasLossSpec {
  readonly kind: 'keras';
  /**
   * Keras's class name (`BinaryCrossentropy`), or the canonical name of a raw operation that is averaged
   * (`tf.nn.softmax_cross_entropy_with_logits`).
   */
  readonly class: string;
  /** `from_logits`, `label_smoothing`, `reduction`, `delta`, ... */
  readonly config: JsonObject;
}

/** A loss of the program's own, written in operations that were all understood. The result is averaged over what is left. */
export interface CustomLossSpec {
  readonly kind: 'custom';
  /** The ranks of labels and output are made equal first, as Keras does for functions that are handed to compile. */
  readonly aligned?: boolean | undefined;
  readonly expression: Expression;
}

/** A tree of tensor operations. `operation` is a canonical short name: `add`, `multiply`, `log`, `square`, `reduce_mean`, `clip_by_value`, ... */
export type Expression =
  | { readonly kind: 'y_true' }
  | { readonly kind: 'y_pred' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'call'; readonly operation: string; readonly inputs: readonly Expression[]; readonly config: JsonObject };

export interface OptimizerSpec {
  /** Keras's class name: `SGD`, `Adam`; in full where one of that name computes otherwise: `keras.optimizers.legacy.RMSprop`. */
  readonly class: string;
  /** `learning_rate` (a number or a schedule as `{ class, config }`), `momentum`, `beta_1`, `epsilon`, `clipnorm`, `weight_decay`, ... */
  readonly config: Readonly<Record<string, Json>>;
}
