/** How a loss depends on weights, as the tape saw it. */
import { unknown } from '../../facts/fact';
import type { OperationTensor, TensorNode } from '../libraries/tensorflow/tensor';
import type { Value } from '../python/value';
import { reachable } from '../libraries/tensorflow/keras/model-graph';
import type { GradientPath } from '../../facts/tape-step';
import { meets, weightsOfNode, type Snapshots, type Weights } from './weights';

export interface Traced {
  readonly path: GradientPath;
  /** Nodes that the tape recorded between the loss and the weights. */
  readonly recorded: readonly TensorNode[];
}

/** Follows the recorded operations from the loss back to the weights that are asked for. */
export function traceGradient(
  loss: readonly TensorNode[],
  tape: number,
  asked: Weights | undefined,
  snapshots: Snapshots,
): Traced {
  const recorded: TensorNode[] = [];
  const outside: TensorNode[] = [];
  const left: OperationTensor[] = [];
  const lost: TensorNode[] = [];
  const seen = new Set<TensorNode>();
  const pending = loss.toReversed();
  const holds = (node: TensorNode): boolean => asked !== undefined && meets(weightsOfNode(node, snapshots), asked);
  const depends = (node: TensorNode): boolean => reachable([node]).some(holds);
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'unknown') lost.push(node);
    else if (node.kind === 'variable') recorded.push(node);
    else if (node.kind === 'operation' && leaving.test(node.operation)) {
      if (depends(node)) left.push(node);
      else lost.push(node);
    } else if (node.kind === 'operation' || node.kind === 'layer' || node.kind === 'model') {
      if (!node.tapes.includes(tape)) {
        if (depends(node)) outside.push(node);
        continue;
      }
      recorded.push(node);
      if (node.kind === 'operation' && hides(node)) lost.push(node);
      pending.push(...node.inputs);
    }
  }
  return { path: pathOf(recorded.some(holds), loss, { outside, left, lost }), recorded };
}

function pathOf(
  reached: boolean,
  loss: readonly TensorNode[],
  {
    outside,
    left,
    lost,
  }: Readonly<Record<'outside' | 'lost', readonly TensorNode[]>> & { readonly left: readonly OperationTensor[] },
): GradientPath {
  if (reached) return { kind: 'recorded' };
  const [first] = loss;
  const [gone] = left;
  const [early] = outside;
  const [hidden] = lost;
  if (hidden && first) return unknown('not-modelled', hidden.place, 'something the loss depends on');
  if (gone && !early) return { kind: 'left', by: gone.operation, place: gone.place };
  if (early && !gone) {
    const call = reachable([early]).findLast((node) => node.kind === 'model' || node.kind === 'layer') ?? early;
    return loss.includes(early) && call !== early
      ? { kind: 'outside', computed: 'loss', place: early.place }
      : { kind: 'outside', computed: 'forward', place: call.place };
  }
  return unknown('not-modelled', first?.place ?? { source: '', start: 0, end: 0 }, 'what the loss depends on');
}

/** `.numpy()`, numpy's functions, Python numbers: what comes out is no tensor that a tape knows. */
const leaving =
  /^(?:tensor\.(?:numpy|item|tolist|__array__)|numpy\.(?!ndarray$)|builtins\.(?:float|int)$|tf\.(?:compat\.v1\.)?(?:numpy_function|py_func)$)/;

/** An argument that is not understood, and no label or weight of a loss, may carry the gradient. */
function hides(node: OperationTensor): boolean {
  const isLoss =
    node.object !== undefined ||
    /^keras\.(?:losses|metrics)\.|^tf\.nn\..*_cross_entropy|^tf\.(?:compat\.v1\.)?losses\./.test(node.operation);
  if (isLoss) return false;
  return [...node.args.positional, ...node.args.keywords.values()].some(carries);
}

const carries = (value: Value): boolean =>
  value.kind === 'oneOf' || value.kind === 'gap' || (value.kind === 'unknown' && value.why.reason !== 'parameter');
