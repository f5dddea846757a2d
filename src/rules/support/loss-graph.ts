/** Reading the graph of a loss that the program computes by itself. */
import type { ExperimentIntent } from '../../finding/finding';
import { valueOf } from '../../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../../facts/loss-graph';
import type { Head, Loss, TrainingProgram, TrainingRun } from '../../facts/training';

export interface WrittenLoss {
  readonly run: TrainingRun;
  readonly head: Head;
  readonly loss: Loss;
  readonly graph: LossGraph;
  readonly root: LossNode;
}

/** Tested with the fix of the loss; where none is offered or none can be applied, with what Keras has for such labels. */
export const ownLossIntent = ({ id }: TrainingRun): ExperimentIntent => ({
  kind: 'train',
  run: id,
  patch: { title: "With Keras's own loss", change: { kind: 'standard-loss' } },
});

/** Every loss that is known as a graph, once for each expression. */
export function writtenLosses(program: TrainingProgram): readonly WrittenLoss[] {
  const seen = new Set<string>();
  return program.runs.flatMap((run) =>
    run.heads.flatMap((head) => {
      const loss = valueOf(head.loss);
      const root = loss?.graph?.nodes.at(-1);
      if (!loss?.graph || !root) return [];
      const key = JSON.stringify([root.place, loss.place]);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ run, head, loss, graph: loss.graph, root }];
    }),
  );
}

export const operands = (graph: LossGraph, node: LossNode): readonly LossNode[] =>
  node.inputs.flatMap((id) => graph.nodes[id] ?? []);

export const usesOf = (graph: LossGraph, node: LossNode): readonly LossOperation[] =>
  graph.nodes.filter((other): other is LossOperation => other.kind === 'operation' && other.inputs.includes(node.id));

export const isOperation = (node: LossNode | undefined, ...names: readonly string[]): node is LossOperation =>
  node?.kind === 'operation' && names.includes(node.name);

/** Something of this kind is among what the node is computed from. */
export function isMadeFrom(
  graph: LossGraph,
  node: LossNode,
  kind: LossNode['kind'],
  through: (node: LossNode) => boolean = () => true,
): boolean {
  if (node.kind === kind) return true;
  return through(node) && operands(graph, node).some((input) => isMadeFrom(graph, input, kind, through));
}

/** A number written in the program or computed from such. */
export const numberOf = (node: LossNode | undefined): number | undefined =>
  node?.kind === 'constant' ? valueOf(node.value) : undefined;

/** What hands its operand on, as far as values and their meaning go. */
const passing = new Set(
  'cast identity reshape squeeze expand_dims flatten getitem gather convert_to_tensor to_float ensure_shape'.split(' '),
);

export function withoutPassing(graph: LossGraph, node: LossNode): LossNode {
  const [first] = operands(graph, node);
  return first && node.kind === 'operation' && passing.has(node.name) ? withoutPassing(graph, first) : node;
}

/** Losses of Keras and tf.nn that are smaller the better the predictions fit. */
const errors =
  /^(?:mean_(?:squared|absolute)\w*_error|huber\w*|log_cosh|logcosh|\w*crossentropy|\w*cross_entropy\w*|kl_divergence|poisson|(?:squared_|categorical_)?hinge|log_loss|absolute_difference|softmax_cross_entropy_with_logits\w*)$/;

export const isErrorFunction = ({ name }: LossOperation): boolean => errors.test(name);

/** The difference of predictions and something else. */
export const isDifference = (graph: LossGraph, node: LossNode): boolean =>
  isOperation(node, 'sub') &&
  operands(graph, node).length === 2 &&
  operands(graph, node).filter((one) => isMadeFrom(graph, one, 'output')).length === 1 &&
  operands(graph, node).some((one) => isMadeFrom(graph, one, 'data'));
