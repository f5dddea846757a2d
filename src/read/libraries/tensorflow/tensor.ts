import type { Place } from '../../../text/place';
import type { CallSite } from '../../../facts/callsite';
import type { Fact, Unknown } from '../../../facts/fact';
import type { Shape } from '../../../facts/training';
import type { Arguments, DataValue, LayerValue, ObjectRef, Value } from '../../python/value';

/**
 * A node of the graph that calls on tensors build up. Immutable, so branches share it freely;
 * the model's graph is what is reachable from its outputs.
 */
export type TensorNode = InputTensor | LayerTensor | ModelTensor | OperationTensor | DataTensor | VariableTensor | UnknownTensor;

interface NodeBase {
  readonly id: number;
  readonly inputs: readonly TensorNode[];
  /** Without the batch dimension where there is one. */
  readonly shape: Fact<Shape>;
  readonly dtype?: string | undefined;
  readonly place: Place;
  /** Ids of the gradient tapes that were recording. */
  readonly tapes: readonly number[];
}

/** `keras.Input` or `tf.placeholder`. */
export interface InputTensor extends NodeBase {
  readonly kind: 'input';
  readonly name?: string | undefined;
  /** As a placeholder declares it: `[]` is a scalar, `[None]` has a batch dimension. */
  readonly whole?: Fact<Shape> | undefined;
  readonly call?: CallSite | undefined;
}

export interface LayerTensor extends NodeBase {
  readonly kind: 'layer';
  readonly layer: LayerValue;
  /** Arguments of the call itself: `training`, `mask`. */
  readonly args: Arguments;
  /** The call on tensors, where one is written; layers of a Sequential model have none. */
  readonly call?: CallSite | undefined;
}

/** A model, or an instance of a class of the program, called on tensors; `output` tells which of several outputs. */
export interface ModelTensor extends NodeBase {
  readonly kind: 'model';
  readonly model: Value;
  /** The output tensor inside the model, where it could be worked out. */
  readonly inner?: TensorNode | undefined;
  readonly args: Arguments;
  readonly call?: CallSite | undefined;
}

/** A function on tensors by canonical name: `tf.nn.softmax`, `operator.add`, `tf.matmul`. */
export interface OperationTensor extends NodeBase {
  readonly kind: 'operation';
  readonly operation: string;
  readonly args: Arguments;
  readonly call?: CallSite | undefined;
  /** A loss object or function that was called: `keras.losses.BinaryCrossentropy()(y, p)`. */
  readonly object?: ObjectRef | undefined;
}

/** Data entering: a batch, an array, a constant. */
export interface DataTensor extends NodeBase {
  readonly kind: 'data';
  readonly data?: DataValue | undefined;
}

/** `tf.Variable`, `add_weight`. */
export interface VariableTensor extends NodeBase {
  readonly kind: 'variable';
  readonly initial: Value;
  readonly trainable: boolean;
  readonly call: CallSite;
}

export interface UnknownTensor extends NodeBase {
  readonly kind: 'unknown';
  readonly why: Unknown;
}

/** A node whose id is still to be given. */
export type Draft<N extends TensorNode = TensorNode> = N extends TensorNode ? Omit<N, 'id' | 'tapes'> : never;
