/** What the body of a function that nobody calls says of its parameters. */
import type { Expression, FunctionDef, Lambda } from '../../python/ast';
import { walk } from '../../python/walk';
import { unknownData } from './data-state';
import { placeIn, type Machine } from '../python/machine';
import { lookup } from '../python/scopes';
import type { FunctionValue, Scope, Value } from '../python/value';
import { stateField } from './data-join';

const measures = new Set(['mean', 'std', 'min', 'max', 'ptp']);

/**
 * Parameters whose mean, deviation or extremes are taken are arrays: `x.std(axis=0)`, `np.mean(x)`. Of their values nothing is known, but what
 * is done to them can be followed.
 */
export function measuredParameters(m: Machine, { def, scope, self }: FunctionValue): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const names = new Map(parametersOf(def, self !== undefined).map((one) => [one.name.id, one.name]));
  for (const statement of def.kind === 'FunctionDef' ? def.body : [])
    walk(statement, (node) => {
      const measured = node.kind === 'Call' ? measuredIn(m, node.function, node.arguments[0]?.value, scope) : undefined;
      const name = measured?.kind === 'Name' ? names.get(measured.id) : undefined;
      if (!name || found.has(name.id)) return;
      const place = placeIn(scope, name);
      const id = m.store.fresh();
      const state = unknownData(place, 'a parameter of a function that nobody calls', {
        origins: [{ id: m.store.fresh(), kind: 'outside', name: name.id, place }],
        name: name.id,
      });
      m.store.write(id, stateField, state);
      found.set(name.id, { kind: 'data', id, place });
    });
  return found;
}

const parametersOf = (def: FunctionDef | Lambda, bound: boolean): FunctionDef['parameters'] =>
  def.parameters.slice(bound ? 1 : 0).filter(({ role, default: given }) => /^(?:normal|keywordOnly)$/.test(role) && !given);

/** The `x` of `x.std()` and of `np.std(x)`. */
function measuredIn(m: Machine, callee: Expression, first: Expression | undefined, scope: Scope): Expression | undefined {
  if (callee.kind !== 'Attribute' || !measures.has(callee.attr.id) || callee.value.kind !== 'Name') return undefined;
  const owner = lookup(m, scope, callee.value.id);
  return owner?.kind === 'library' && owner.name === 'numpy' ? first : callee.value;
}
