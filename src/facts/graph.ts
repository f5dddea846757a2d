import type { Place } from '../text/place';
import type { CallSite } from './callsite';
import type { Range } from './data';
import type { Fact, Unknown } from './fact';
import type { ObjectValue, Plain } from './plain';
import type { LoopAround } from './tape-step';
import type { Shape } from './training';

export type NodeId = number;

/** The model as a graph of layers and operations. Nodes are in topological order; `nodes[i].id === i`. */
export interface ModelGraph {
  readonly style: 'sequential' | 'functional' | 'subclass' | 'variables';
  /** The variable it is bound to, as people would call it: `model`. */
  readonly name: string;
  readonly place: Place;
  /** The construction: `keras.Sequential([...])`, `keras.Model(inputs, outputs)`, or the class's instantiation. */
  readonly call?: CallSite | undefined;
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly NodeId[];
  readonly outputs: readonly NodeId[];
  /** Why the graph is not whole, when it is not: a layer in a branch, a loop of unknown length, a call not understood. */
  readonly gaps: readonly Unknown[];
  /** Weights loaded from a file or a hub after construction. */
  readonly loadedWeights: boolean;
  /** The model's own `trainable`, by which training goes: where it is False nothing trains, whatever its layers say. */
  readonly trainable: Fact<boolean>;
  /** Flags that were set too late for this training. */
  readonly lateFlags?: readonly LateFlag[] | undefined;
  /** Python loops around the construction, outermost first. */
  readonly madeIn: readonly LoopAround[];
  /** Layers that were applied and then forgotten, so that they are not part of it. */
  readonly lost?: readonly LostLayer[] | undefined;
}

/**
 * `trainable` was set after the step of training was made and the model was not compiled again: after the first training call since `compile`
 * in Keras 3 on TensorFlow, after `compile` in Keras 2.
 */
export interface LateFlag {
  /** Of the layer or nested model as `Layer.key`; of the model itself its own. */
  readonly key: number;
  /** How people call it: `base_model`, `Dense`. */
  readonly name: string;
  /** It is a model or a backbone, not a single layer. */
  readonly model: boolean;
  readonly to: boolean;
  /** The value that is assigned. */
  readonly place: Place;
}

/** `x = Dense(64)(inputs)` of which nothing took `x` before `x = Dense(32)(inputs)`. */
export interface LostLayer {
  /** The name that held its output. */
  readonly name: string;
  readonly layer: Layer;
  /** Where it is applied. */
  readonly place: Place;
  /** The layer of the graph that the name ended up with. */
  readonly by: NodeId;
  /** The layer whose output came under the name next, and where it is applied. */
  readonly instead: Layer;
  readonly readerPlace: Place;
  /** What that layer takes, where it is one argument. */
  readonly reader?: Place | undefined;
}

export type GraphNode = InputNode | LayerNode | OperationNode | UnknownNode;

interface NodeBase {
  readonly id: NodeId;
  /** Nodes whose output this one takes, in argument order. */
  readonly inputs: readonly NodeId[];
  /** Of the output, without the batch dimension. */
  readonly shape: Fact<Shape>;
  /** Extremes of its output in prediction, for what this run feeds; absent where not known. */
  readonly range?: Range | undefined;
  readonly place: Place;
}

export interface InputNode extends NodeBase {
  readonly kind: 'input';
  readonly name?: string | undefined;
  /** Of a placeholder: the one value that is fed to it in training, such as the share that dropout keeps. */
  readonly fed?: Fact<Plain> | undefined;
}

export interface LayerNode extends NodeBase {
  readonly kind: 'layer';
  readonly layer: Layer;
  /** The call on tensors, where one is written; layers of a Sequential model have none. */
  readonly application?: Application | undefined;
}

export interface Application {
  readonly call: CallSite;
  /** `training=`; null where it is not given. */
  readonly training: Fact<boolean | null>;
}

/** A function of tf, keras.ops or numpy, an arithmetic operator, or a Lambda whose body was understood: `tf.nn.relu`, `operator.add`. */
export interface OperationNode extends NodeBase {
  readonly kind: 'operation';
  readonly operation: string;
  readonly call?: CallSite | undefined;
  /** Of a variable: the standard deviation of what it starts as, 0 for a constant. */
  readonly deviation?: Fact<number> | undefined;
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
}

/** Something between two tensors that was not understood. */
export interface UnknownNode extends NodeBase {
  readonly kind: 'unknown';
  readonly why: Unknown;
}

export interface Layer {
  /** One per layer object; a shared layer appears in several nodes with the same key. */
  readonly key: number;
  /** Keras's class name: `Dense`; `custom` for a class of the program whose `call` was not inlined; `raw` for tf.Variable products (matmul with a weight and its bias). */
  readonly type: string;
  readonly name?: string | undefined;
  readonly call: CallSite;
  /** A fact per parameter of its signature, defaults included; Keras 2 spellings renamed to today's. */
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
  /** Keras's function name, `linear` when absent; of layers without one, `linear`. */
  readonly activation: Fact<string>;
  /** Of a nested model: whether any of its weights trains. */
  readonly trainable: Fact<boolean>;
  /** Of a pretrained backbone: its canonical name and what is known of its weights. */
  readonly backbone?: ObjectValue | undefined;
  /** Of a nested model: its own graph. */
  readonly model?: ModelGraph | undefined;
}
