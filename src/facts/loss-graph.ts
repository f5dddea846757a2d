/**
 * How a loss that the program computes itself is made: from what the model puts out and the labels to the number that is minimised.
 * The model stays one node here; what is inside of it is in `TrainingRun.model`.
 */
import type { Place } from '../text/place';
import type { CallSite } from './callsite';
import type { Range } from './data';
import type { Fact, Unknown } from './fact';
import type { Plain } from './plain';
import type { Shape } from './training';

/** Nodes in topological order: `nodes[i].id === i`, the last one is the loss. */
export interface LossGraph {
  readonly nodes: readonly LossNode[];
  /** The node that is the output of `TrainingRun.model`, where that is no leaf: activations that belong to the model are operations here. */
  readonly prediction?: number | undefined;
}

export type LossNode = OutputLeaf | DataLeaf | ConstantLeaf | WeightsLeaf | LossOperation | UnknownLeaf;

interface NodeBase {
  readonly id: number;
  /** Operands in the order of the operator or call. */
  readonly inputs: readonly number[];
  /** With the batch dimension; null is a size that only exists at run time, such as that of the batch. */
  readonly shape: Fact<Shape>;
  readonly place: Place;
}

/** What the model puts out: the call of a model or layer, or a product with weights. */
export interface OutputLeaf extends NodeBase {
  readonly kind: 'output';
  /** Of the layer or model itself; activations applied in the loss are operations. */
  readonly activation: Fact<string>;
}

/** Labels, features, or anything else that is computed without weights. */
export interface DataLeaf extends NodeBase {
  readonly kind: 'data';
  readonly range: Fact<Range>;
}

export interface ConstantLeaf extends NodeBase {
  readonly kind: 'constant';
  readonly value: Fact<number>;
}

/** A variable that is used by itself, as in a penalty on weights. */
export interface WeightsLeaf extends NodeBase {
  readonly kind: 'weights';
}

export interface LossOperation extends NodeBase {
  readonly kind: 'operation';
  /** One name for all spellings, of operators and of functions: `add sub mul div pow mean sum log exp abs clip mean_squared_error`. */
  readonly name: string;
  /** Canonical name: `tf.reduce_mean`, `operator.add`, `keras.losses.MeanSquaredError`. */
  readonly operation: string;
  readonly call?: CallSite | undefined;
  /** What is no tensor among the arguments of a call. */
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
}

export interface UnknownLeaf extends NodeBase {
  readonly kind: 'unknown';
  readonly why: Unknown;
}
