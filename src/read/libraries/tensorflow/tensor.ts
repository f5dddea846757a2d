import type { Place } from '../../../text/place';
import type { CallSite } from '../../../facts/callsite';
import type { Fact, Unknown } from '../../../facts/fact';
import type { Shape } from '../../../facts/training';
import type { DataValue } from '../../data/data-state';
import type { Arguments, ObjectRef, Value } from '../../python/value';

/** A built-in layer object. What is assigned after construction lies in the store. */
export interface LayerValue {
  readonly kind: 'layer';
  readonly id: number;
  /** Keras's class name. */
  readonly type: string;
  readonly args: Arguments;
  readonly call: CallSite;
  readonly place: Place;
}

/** `keras.Sequential` or a functional `keras.Model`. */
export interface ModelValue {
  readonly kind: 'model';
  readonly id: number;
  readonly style: 'sequential' | 'functional';
  readonly args: Arguments;
  readonly call: CallSite;
  readonly place: Place;
  /** A pretrained or ready-made architecture: `keras.applications.VGG16`. */
  readonly backbone?: string | undefined;
}

/** A symbolic tensor: the output of a node of a graph under construction. Made by `tensorOf`. */
export interface TensorValue {
  readonly kind: 'tensor';
  readonly node: TensorNode;
  /** The node's own. */
  readonly id: number;
  readonly place: Place;
}

export const tensorOf = (node: TensorNode): TensorValue => ({ kind: 'tensor', node, id: node.id, place: node.place });

declare module '../../python/value' {
  interface ValueKinds {
    layer: LayerValue;
    model: ModelValue;
    tensor: TensorValue;
  }
}

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

/** A model, or an instance of a class of the program, called on tensors. */
export interface ModelTensor extends NodeBase {
  readonly kind: 'model';
  readonly model: Value;
  /** Which of the model's outputs it is, from 0. */
  readonly output: number;
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
