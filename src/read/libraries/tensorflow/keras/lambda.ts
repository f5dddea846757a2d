/** `Lambda(function)`: where its function is a chain of operations, those stand in the graph in its place. */
import type { CallSite } from '../../../../facts/callsite';
import { bindArguments } from '../../arguments';
import type { Machine } from '../../../python/machine';
import type { LayerValue, TensorNode } from '../tensor';
import type { Value } from '../../../python/value';

/** More than this many operations are no simple expression. */
const mostNodes = 200;

/**
 * What the function of a Lambda makes of its input, a tensor or a list of them. Undefined where it is not written in the program, where any of
 * it is not understood, or where it uses layers or variables, which belong to somebody else then.
 */
export function lambdaResult(
  m: Machine,
  layer: LayerValue,
  given: Value,
  inputs: readonly TensorNode[],
  site: CallSite,
): TensorNode | undefined {
  if (layer.type !== 'Lambda' || inputs.length === 0) return undefined;
  const bound = bindArguments(m, 'keras.layers.Lambda', layer.args, layer.call).values;
  const called = bound.get('function');
  const more = bound.get('arguments');
  if (called?.kind !== 'function' || (more && !(more.kind === 'const' && more.value === null))) return undefined;
  m.muted += 1;
  const result = m.call(called, { positional: [given], keywords: new Map() }, site);
  m.muted -= 1;
  return result.kind === 'tensor' && isExpression(result.node, new Set(inputs)) ? result.node : undefined;
}

function isExpression(result: TensorNode, inputs: ReadonlySet<TensorNode>): boolean {
  const seen = new Set<TensorNode>(inputs);
  const pending = [result];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) continue;
    if (node.kind !== 'operation' || seen.size > mostNodes) return false;
    seen.add(node);
    pending.push(...node.inputs);
  }
  return true;
}
