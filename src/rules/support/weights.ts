/** How many numbers a model trains, counted from the sizes of its layers. */
import { always, valueOf } from '../../facts/fact';
import type { Layer, LayerNode, ModelGraph } from '../../facts/graph';
import { isObject, type Plain } from '../../facts/plain';
import { hasWeights, layerRecord } from '../../knowledge/layers';
import type { InnerLayer, LayerArguments } from '../../knowledge/layers/record';
import { layersOf } from './graph';

export interface CountedLayer {
  readonly node: LayerNode;
  readonly weights: number;
}

/** The trainable weights of each layer object, shared ones once; undefined where the weights of any of them are not known. */
export function countWeights(graph: ModelGraph): readonly CountedLayer[] | undefined {
  const counted = new Map<number, CountedLayer>();
  for (const node of graph.nodes) {
    // Weights that the program makes itself are no layers.
    if (node.kind === 'unknown' || (node.kind === 'operation' && /variable/i.test(node.operation))) return undefined;
    if (node.kind !== 'layer' || counted.has(node.layer.key)) continue;
    const weights = trainedIn(graph, node);
    if (weights === undefined) return undefined;
    counted.set(node.layer.key, { node, weights });
  }
  return [...counted.values()];
}

/** The weights that training changes in one layer: 0 where it has none or is frozen, undefined where they are not known. */
export function trainedIn(graph: ModelGraph, node: LayerNode): number | undefined {
  const { layer } = node;
  if (always(layer.trainable, (trainable) => !trainable) || isWeightless(layer)) return 0;
  if (layer.trainable.kind !== 'known') return undefined;
  if (layer.model) return countWeights(layer.model)?.reduce((sum, { weights }) => sum + weights, 0);
  const record = layerRecord(layer.type);
  return record?.weights?.({ argument: argumentsOf(layer), inner: innerOf(layer), inputs: inputShapes(graph, node) });
}

const inputShapes = (graph: ModelGraph, { inputs }: LayerNode) => inputs.map((id) => valueOf(graph.nodes[id]?.shape));

/** Neither of its own nor of a layer or model inside. */
const isWeightless = ({ type, model }: Layer): boolean =>
  model === undefined && layerRecord(type) !== undefined && !hasWeights(type);

/** As the formulae ask for them; a parameter that the layer has not is None. */
const argumentsOf =
  ({ arguments: facts }: Pick<Layer, 'arguments'>): LayerArguments =>
  (name) =>
    name in facts ? valueOf<Plain>(facts[name]) : null;

/** The layer inside a wrapper. */
function innerOf({ arguments: facts }: Pick<Layer, 'arguments'>): InnerLayer | undefined {
  const inner = valueOf<Plain>(facts.layer);
  if (!isObject(inner)) return undefined;
  const record = layerRecord(inner.type.split('.').at(-1) ?? '');
  return record && { record, argument: argumentsOf(inner), inner: innerOf(inner) };
}

/** Something in the model, or perhaps in it, keeps it from learning its data by heart. */
export const isRegularized = (graph: ModelGraph): boolean =>
  layersOf(graph).some(
    ({ layer }) =>
      layerRecord(layer.type)?.family === 'regularize' ||
      Object.entries(layer.arguments).some(
        ([name, fact]) =>
          (/(?:regularizer|constraint)$/.test(name) && !always(fact, (value) => value === null)) ||
          (name.includes('dropout') && !always(fact, (value) => value === 0)),
      ) ||
      (layer.model !== undefined && isRegularized(layer.model)),
  );
