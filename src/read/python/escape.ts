/** What leaves the part of the program that is understood: something else may run, initialise or change it. */
import { entriesOf, looseItems } from './collections';
import { ask, kindOf } from './guests';
import type { Machine } from './machine';
import type { Arguments, Value } from './value';

/** Marks the objects among these arguments, and those in what they hold. */
export function handOver(m: Machine, args: Arguments): void {
  for (const value of [...args.positional, ...args.keywords.values()]) mark(m, value, 0);
}

function mark(m: Machine, value: Value, depth: number): void {
  if (depth > 3) return;
  if (value.kind === 'object' || value.kind === 'instance') {
    if (m.escaped.has(value.id)) return;
    m.escaped.add(value.id);
  }
  // Its items may be put into another order.
  if (value.kind === 'list') m.escaped.add(value.id);
  if (kindOf(m, value)?.escapes && 'id' in value) m.escaped.add(value.id);
  if (value.kind === 'oneOf') for (const one of value.values) mark(m, one, depth + 1);
  if (value.kind === 'instance')
    for (const name of m.store.names(value.id)) {
      const held = m.store.read(value.id, name);
      if (held) mark(m, held, depth + 1);
    }
  for (const item of looseItems(m, value) ?? []) mark(m, item, depth + 1);
  for (const { value: item } of entriesOf(m, value)?.entries.values() ?? []) mark(m, item, depth + 1);
}

/** Calls whose result is not known but which are known to leave their arguments alone. */
export const keepsHandsOff = (m: Machine, callee: Value): boolean =>
  (callee.kind === 'method' && (callee.self.kind === 'const' || callee.self.kind === 'list')) ||
  ask(m, 'leavesAlone', callee) === true;
