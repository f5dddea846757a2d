/** What a layer is to the probe: built once from its configuration and input shapes, then called with tensors. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../experiment/json';
import type { Random } from '../../experiment/random';
import { named, type Named } from '../config';

/** Without the batch dimension. */
export type Shape = readonly number[];

/** A tensor on its way through the graph, with what Keras attaches to it. */
export interface Flow {
  readonly tensor: Tensor;
  /**
   * The logits a softmax or sigmoid remembers: Keras on TensorFlow hands them to the cross-entropies in place of the probabilities
   * (`_keras_logits`). `by: 'operation'` is a bare tf.nn operation, which only the cross-entropy that belongs to it recognises.
   * Any operation after the activation loses them.
   */
  readonly logits?:
    { readonly tensor: Tensor; readonly activation: 'softmax' | 'sigmoid'; readonly by: 'keras' | 'operation' } | undefined;
  /** 1 where a time step counts, [batch, steps]. */
  readonly mask?: Tensor | undefined;
}

export interface WeightSpec {
  /** Keras's own: `kernel`, `bias`, `gamma`, ... */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: Named;
  /** False for state such as moving averages, whatever the layer's `trainable` says. */
  readonly trainable: boolean;
  readonly regularizer?: Named | undefined;
  readonly constraint?: Named | undefined;
}

export interface BuildContext {
  readonly keras: 2 | 3;
  /** Whether softmax and sigmoid remember their logits. */
  readonly remembers: boolean;
}

export interface CallContext extends BuildContext {
  readonly training: boolean;
  /** Chance for this node and step: dropout masks and noise. */
  readonly random: () => Random;
  /** A new value for a weight that is not trained (index into the layer's weights). The tensor is kept until the step ends. */
  readonly update: (weight: number, value: Tensor) => void;
  /** Told of every activation that is applied, for dead and saturated units. */
  readonly observe?: ((activation: string, before: Tensor, after: Tensor) => void) | undefined;
  /** Told of losses that layers add: activity regularizers. */
  readonly addLoss: (loss: Tensor) => void;
}

export interface BuiltLayer {
  readonly outputShape: Shape;
  readonly weights: readonly WeightSpec[];
  readonly call: (inputs: readonly Flow[], weights: readonly Tensor[], context: CallContext) => Flow;
}

/** Throws NotSupported or KerasRaises. */
export type LayerBuilder = (config: JsonObject, inputs: readonly Shape[], context: BuildContext) => BuiltLayer;

export type LayerTable = Readonly<Record<string, LayerBuilder>>;

/** A weight with the initializer, regularizer and constraint of its `<name>_...` arguments. */
export function weight(config: JsonObject, name: string, shape: Shape, initializer: string): WeightSpec {
  return {
    name,
    shape,
    initializer: named(config[`${name}_initializer`]) ?? { class: initializer, config: {} },
    trainable: true,
    regularizer: named(config[`${name}_regularizer`]),
    constraint: named(config[`${name}_constraint`]),
  };
}

/** The only input of a layer that takes one. */
export function only<T>(inputs: readonly T[]): T {
  const [first] = inputs;
  if (first === undefined) throw new Error('a layer was called without its input');
  return first;
}

/** A layer without weights that keeps nothing but the tensor. */
export function plain(outputShape: Shape, call: (tensor: Tensor, context: CallContext) => Tensor): BuiltLayer {
  return { outputShape, weights: [], call: (inputs, _, context) => ({ tensor: call(only(inputs).tensor, context) }) };
}
