/** The range of values on every edge of a model, in prediction: from what is fed, through what each layer is known to do. */
import { valueOf } from '../../facts/fact';
import type { Range } from '../../facts/data';
import type { GraphNode, LayerNode, ModelGraph, OperationNode } from '../../facts/graph';
import { layerRecord } from '../../knowledge/layers';
import { rangeAfter } from '../../knowledge/layers/range';
import { preprocessedRange, preprocessingOf } from '../../knowledge/applications';

/** The graph with the ranges that these inputs, in order, bring about; a model that is fed otherwise has none. */
export function withRanges(graph: ModelGraph, fed: readonly (Range | undefined)[]): ModelGraph {
  if (fed.length !== graph.inputs.length || fed.every((range) => range === undefined)) return graph;
  const found = new Map<number, Range>();
  const nodes = graph.nodes.map((node): GraphNode => {
    const before = node.inputs.map((id) => found.get(id));
    const entry = graph.inputs.indexOf(node.id);
    const inner = node.kind === 'layer' && node.layer.model ? withRanges(node.layer.model, before) : undefined;
    const range = entry >= 0 ? fed[entry] : rangeOf(node, before, inner);
    if (range) found.set(node.id, range);
    const ranged = range ? { ...node, range } : node;
    return inner && ranged.kind === 'layer' ? { ...ranged, layer: { ...ranged.layer, model: inner } } : ranged;
  });
  return { ...graph, nodes };
}

function rangeOf(node: GraphNode, before: readonly (Range | undefined)[], inner: ModelGraph | undefined): Range | undefined {
  switch (node.kind) {
    case 'layer':
      return inner ? inner.nodes[inner.outputs[0] ?? -1]?.range : ofLayer(node, before);
    case 'operation':
      return ofOperation(node, before);
    default:
      return undefined;
  }
}

function ofLayer({ layer }: LayerNode, inputs: readonly (Range | undefined)[]): Range | undefined {
  const record = layerRecord(layer.type);
  const argument = (name: string): unknown => {
    const fact = layer.arguments[name];
    return fact ? valueOf(fact) : null;
  };
  const found = record && rangeAfter(record, { argument, inputs, activation: valueOf(layer.activation) });
  return found && Number.isFinite(found.min) && Number.isFinite(found.max) ? found : undefined;
}

/** Arithmetic with one number, and what `preprocess_input` does to pixels. */
function ofOperation({ operation, arguments: given }: OperationNode, [input]: readonly (Range | undefined)[]): Range | undefined {
  const scaling = preprocessingOf(operation);
  if (scaling) return preprocessedRange(scaling);
  const left = given['#0'] ? valueOf(given['#0']) : undefined;
  const right = given['#1'] ? valueOf(given['#1']) : undefined;
  if (!input || (left !== undefined) === (right !== undefined)) return undefined;
  const number = right ?? left;
  const change = typeof number === 'number' ? arithmetic(operation, number, right !== undefined) : undefined;
  if (!change) return undefined;
  const ends = [change(input.min), change(input.max)];
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

function arithmetic(operation: string, by: number, onTheRight: boolean): ((value: number) => number) | undefined {
  switch (operation) {
    case 'operator.add':
      return (value) => value + by;
    case 'operator.mul':
      return (value) => value * by;
    case 'operator.sub':
      return (value) => (onTheRight ? value - by : by - value);
    case 'operator.truediv':
      return onTheRight && by !== 0 ? (value) => value / by : undefined;
    default:
      return undefined;
  }
}
