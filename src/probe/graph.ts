/** A ModelSpec as something that can be called: layers built in order, weights listed, masks and logits carried along. */
import { reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../experiment/json';
import type { ModelSpec, NodeSpec } from '../experiment/model';
import { booleanOf, numbersOf } from './config';
import { KerasRaises, NotSupported } from './failure';
import { builderOf } from './layers';
import type { BuildContext, BuiltLayer, CallContext, Flow, Shape, WeightSpec } from './layers/layer';

export interface GraphWeight extends WeightSpec {
  /** The node that owns it. */
  readonly node: string;
  /** Position of the owner among layers with weights: initial values depend on it, not on the node's name. */
  readonly ordinal: number;
  /** False where the layer is frozen. */
  readonly layerTrainable: boolean;
}

export interface GraphNode {
  readonly spec: NodeSpec;
  readonly shape: Shape;
  /** Absent of input nodes. */
  readonly layer?: BuiltLayer;
  /** Indices into `Graph.weights`. */
  readonly weights: readonly number[];
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly weights: readonly GraphWeight[];
  readonly inputs: readonly string[];
}

/** What a call needs beside tensors; node by node it becomes a CallContext. */
export interface Calling extends Omit<CallContext, 'random' | 'update' | 'observe'> {
  readonly random: (node: string) => ReturnType<CallContext['random']>;
  /** `weight` is an index into `Graph.weights`. */
  readonly update: (weight: number, value: Tensor) => void;
  readonly observe?: ((node: string, activation: string, before: Tensor, after: Tensor) => void) | undefined;
}

/** Builds every layer. Throws NotSupported or KerasRaises. */
export function buildGraph(model: ModelSpec, context: BuildContext): Graph {
  const built = new Map<string, GraphNode>();
  const weights: GraphWeight[] = [];
  let ordinal = 0;
  for (const spec of model.nodes) {
    if (spec.class === 'InputLayer') {
      built.set(spec.id, { spec, shape: inputShape(spec.config), weights: [] });
      continue;
    }
    const shapes = spec.inbound.map((id) => {
      const node = built.get(id);
      if (node === undefined) throw new NotSupported('graph', `${spec.id} uses ${id}, which comes later or not at all`);
      return node.shape;
    });
    const layer = builderOf(spec.class)(spec.config, shapes, context);
    const owner = spec.sharedWith === undefined ? undefined : built.get(spec.sharedWith);
    const indices =
      owner?.weights ??
      layer.weights.map((weight) => {
        weights.push({ ...weight, node: spec.id, ordinal, layerTrainable: booleanOf(spec.config, 'trainable', true) });
        return weights.length - 1;
      });
    if (owner === undefined && layer.weights.length > 0) ordinal += 1;
    built.set(spec.id, { spec, shape: layer.outputShape, layer, weights: indices });
  }
  for (const output of model.outputs) if (!built.has(output)) throw new NotSupported('graph', `output ${output} is not there`);
  return { nodes: [...built.values()], weights, inputs: model.inputs };
}

function inputShape(config: JsonObject): Shape {
  const shape = numbersOf(config, 'shape') ?? numbersOf(config, 'batch_shape')?.slice(1);
  if (shape === undefined) throw new NotSupported('missing value', 'shape of an input');
  return shape;
}

/** Calls the model. `inputs` in the order of `Graph.inputs`; the result is by node id. */
export function callGraph(
  graph: Graph,
  inputs: readonly Tensor[],
  weights: readonly Tensor[],
  calling: Calling,
): ReadonlyMap<string, Flow> {
  const flows = new Map<string, Flow>();
  for (const node of graph.nodes) {
    const { spec, layer } = node;
    if (layer === undefined) {
      const position = graph.inputs.indexOf(spec.id);
      const tensor = inputs[position];
      if (tensor === undefined) throw new KerasRaises(`the model expects an input ${spec.id}`);
      flows.set(spec.id, { tensor: fitted(tensor, node.shape, spec.id) });
      continue;
    }
    const arguments_ = spec.inbound.map((id) => flows.get(id)).filter((flow) => flow !== undefined);
    const observe = calling.observe;
    flows.set(
      spec.id,
      layer.call(
        arguments_,
        node.weights.map((index) => weightAt(weights, index)),
        {
          ...calling,
          random: () => calling.random(spec.id),
          update: (weight, value) => {
            const index = node.weights[weight];
            if (index !== undefined) calling.update(index, value);
          },
          observe: observe === undefined ? undefined : (activation, before, after) => observe(spec.id, activation, before, after),
        },
      ),
    );
  }
  return flows;
}

function weightAt(weights: readonly Tensor[], index: number): Tensor {
  const tensor = weights[index];
  if (tensor === undefined) throw new Error(`weight ${index} has no tensor`);
  return tensor;
}

/** Keras adds or drops a last axis of 1 where that makes an input fit, and refuses any other shape. */
function fitted(tensor: Tensor, shape: Shape, id: string): Tensor {
  const given = tensor.shape.slice(1);
  if (given.join() === shape.join()) return tensor;
  const size = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);
  const bare = (list: readonly number[]): string => (list.at(-1) === 1 ? list.slice(0, -1) : list).join();
  if (size(given) === size(shape) && bare(given) === bare(shape)) return reshape(tensor, [-1, ...shape]);
  throw new KerasRaises(`Input ${id} expects shape (None, ${shape.join(', ')}), found shape=(None, ${given.join(', ')})`);
}
