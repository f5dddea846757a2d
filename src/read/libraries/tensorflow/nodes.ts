/** Nodes of the graph that calls on tensors build up. */
import type { Machine } from '../../python/machine';
import { readers, tapes, variables } from './state';
import type { Draft, TensorNode } from './tensor';

/** Gives a node its id and the tapes that record it. */
export function addNode<D extends Draft>(m: Machine, draft: D): Extract<TensorNode, { kind: D['kind'] }> {
  const node = { ...draft, id: m.store.fresh(), tapes: [...m.of(tapes)] };
  const isLayer = draft.kind === 'operation' && /(?:matmul|conv\dd|add)$/.test(draft.operation);
  const reads = m.of(readers);
  for (const { id } of draft.inputs) reads.set(id, Math.max(1, (reads.get(id) ?? 0) + (isLayer && m.muted === 0 ? 1 : 0)));
  if (node.kind === 'variable' && m.muted === 0) m.of(variables).push(node);
  return node as unknown as Extract<TensorNode, { kind: D['kind'] }>;
}
