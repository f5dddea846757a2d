/** Whether a loss adds up the samples of a batch. */
import { valueOf } from '../../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../../facts/loss-graph';
import { numberOf, operands, type WrittenLoss } from './loss-graph';

/** The sum over the batch that nothing divides again, if the loss is one. */
export function batchSum(
  { graph, root }: Pick<WrittenLoss, 'graph' | 'root'>,
  node: LossNode = root,
  depth = 0,
): LossOperation | undefined {
  if (node.kind !== 'operation' || depth > 50) return undefined;
  const [first, second] = operands(graph, node);
  if (!first) return undefined;
  switch (node.name) {
    case 'sum': {
      const dims = valueOf(first.shape);
      const all = valueOf(node.shape)?.length === 0;
      return all && dims && dims.length > 0 && dims[0] !== 1 ? node : undefined;
    }
    case 'neg':
    case 'identity':
    case 'cast':
      return batchSum({ graph, root }, first, depth + 1);
    case 'mul':
      // Any factor but a sign, a half or a weight may be the division by the batch.
      return scaled({ graph, root }, [first, second], depth);
    case 'add':
    case 'sub':
      return batchSum({ graph, root }, first, depth + 1) ?? (second && batchSum({ graph, root }, second, depth + 1));
    default:
      return undefined;
  }
}

function scaled(
  loss: { graph: LossGraph; root: LossNode },
  parts: readonly (LossNode | undefined)[],
  depth: number,
): LossOperation | undefined {
  const factor = parts.map(numberOf).find((number) => number !== undefined);
  const rest = parts.find((part) => part && numberOf(part) === undefined);
  return factor !== undefined && Math.abs(factor) >= 0.5 && rest ? batchSum(loss, rest, depth + 1) : undefined;
}

export const isSummed = (loss: Pick<WrittenLoss, 'graph' | 'root'>): boolean => batchSum(loss) !== undefined;
