import type { Machine } from '../../../python/machine';
import type { Value } from '../../../python/value';
import { everyNode, snapshot } from '../keras/training-calls';
import { tensorsIn } from '../keras/model-graph';
import type { ModelSnapshot } from '../events';

/** Snapshots of the models that take part in a loss or own the variables, by model id. */
export function snapshotsWithin(m: Machine, loss: Value, owners: readonly Value[]): ReadonlyMap<number, ModelSnapshot> {
  const snapshots = new Map<number, ModelSnapshot>();
  const nodes = everyNode(tensorsIn(m, loss));
  for (const node of nodes) {
    if (node.kind !== 'model' || (node.model.kind !== 'model' && node.model.kind !== 'instance')) continue;
    if (!snapshots.has(node.model.id))
      snapshots.set(
        node.model.id,
        snapshot(
          m,
          node.model,
          node.inputs.map((input) => input.shape),
          node.args,
        ),
      );
  }
  for (const owner of owners) {
    if ((owner.kind === 'model' || owner.kind === 'instance') && !snapshots.has(owner.id))
      snapshots.set(owner.id, snapshot(m, owner, []));
  }
  return snapshots;
}
