/** How a layer of the graph becomes calls. */
import type { GraphNode } from '../../graph';
import { Refused } from '../machine';
import type { Emitter, Value } from '../plan';

/** Emits a node whose inputs were emitted. Throws Refused for what it does not know. */
export type Compiler = (emitter: Emitter, node: GraphNode, inputs: readonly Value[]) => Value;

export type CompilerTable = Readonly<Record<string, Compiler>>;

export function only(inputs: readonly Value[]): Value {
  const [first, ...others] = inputs;
  if (first === undefined || others.length > 0) throw new Refused(`a layer with ${inputs.length} inputs`);
  return first;
}

/** Whether a gradient is wanted of any of these. */
export const differentiable = (...values: readonly (Value | undefined)[]): boolean =>
  values.some((value) => value?.gradient !== undefined);

/** The weight of a node by its name, undefined where the layer was made without. */
export function weightNamed(emitter: Emitter, node: GraphNode, name: string): Value | undefined {
  const weight = node.weights.map((index) => emitter.weight(index)).find(({ spec }) => spec.name === name);
  return weight;
}
