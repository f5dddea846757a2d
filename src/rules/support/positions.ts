import { always, valueOf } from '../../facts/fact';
import type { GraphNode, LayerNode } from '../../facts/graph';
import type { Head, TrainingRun } from '../../facts/training';
import { labelFlow } from './data';
import { labelKindOf } from './losses';

export interface PositionedHead {
  /** Of the output without the batch: `[26, 26, 10]`. */
  readonly shape: readonly number[];
  /** How many answers one sample gets. */
  readonly positions: number;
}

/**
 * The head gives an answer at every position of a picture or sequence while there is one label per sample, both proven.
 * Undefined for labels with positions of their own: masks, sequences of tags.
 */
export function answersPerPosition(head: Head): PositionedHead | undefined {
  const shape = valueOf(head.outputShape);
  const labels = labelFlow(head);
  const labelShape = labels?.container === 'array' ? valueOf(labels.shape) : undefined;
  if (!shape || shape.length < 2 || !labelShape) return undefined;
  const sizes = shape.filter((size) => size !== null);
  const positions = sizes.slice(0, -1).reduce((product, size) => product * size, 1);
  if (sizes.length !== shape.length || positions < 2) return undefined;
  const perSample = labelShape.slice(1);
  const single = perSample.length === 0 || (perSample.length === 1 && perSample[0] === 1);
  const columns =
    perSample.length === 1 &&
    labelKindOf(head)?.kind === 'one-hot' &&
    typeof perSample[0] === 'number' &&
    always(head.units, (units) => units === perSample[0]);
  return single || columns ? { shape: sizes, positions } : undefined;
}

/** From the output back over first inputs: the layer that `matches` first, as long as `passes` lets through. */
export function findBack(
  run: TrainingRun,
  start: number,
  matches: (node: LayerNode) => boolean,
  passes: (node: GraphNode) => boolean,
): LayerNode | undefined {
  for (let node = run.model.nodes[start]; node; node = run.model.nodes[node.inputs[0] ?? -1]) {
    if (node.kind === 'layer' && matches(node)) return node;
    if (!passes(node) || node.inputs.length !== 1) return undefined;
  }
  return undefined;
}
