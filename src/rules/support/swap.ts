import type { Fix } from '../../finding/finding';
import { replaceText, textOf } from '../../edits/edits';
import type { LayerNode, ModelGraph } from '../../facts/graph';
import type { RuleContext } from '../define';
import { layersOf } from './graph';

/**
 * Exchanges two neighbouring layers by exchanging how they are written. Undefined where a layer is used or written for more than one
 * place of the model, or where the first one says what the model's input looks like.
 */
export function swapLayers(
  context: RuleContext,
  graph: ModelGraph,
  first: LayerNode,
  second: LayerNode,
  title: string,
): Fix | undefined {
  const neighbours = second.inputs.length === 1 && second.inputs[0] === first.id;
  const only = graph.nodes.filter(({ inputs }) => inputs.includes(first.id)).length === 1;
  const described = first.layer.call.arguments.some(({ keyword }) =>
    /^(?:batch_)?input_(?:shape|dim|length)$/.test(keyword ?? ''),
  );
  if (!neighbours || !only || described || !isWrittenOnce(graph, first) || !isWrittenOnce(graph, second)) return undefined;
  const [a, b] = [first.layer.call.place, second.layer.call.place];
  if (a.source !== b.source || (a.start < b.end && b.start < a.end)) return undefined;
  return {
    title,
    edits: [replaceText(a, textOf(context, b)), replaceText(b, textOf(context, a))],
    safety: 'unsafe',
  };
}

/** One node of the graph comes from this construction: it is in no loop or builder that runs twice. */
export const isWrittenOnce = (graph: ModelGraph, { layer }: LayerNode): boolean =>
  layersOf(graph).filter(
    (other) =>
      other.layer.call.place.source === layer.call.place.source && other.layer.call.place.start === layer.call.place.start,
  ).length === 1;
