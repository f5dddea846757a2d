import type { SourceId, Place } from '../../text/place';
import { deleted } from './store';
import type { Machine } from './machine';
import type { Scope, Value } from './value';

export function createScope(m: Machine, kind: Scope['kind'], source: SourceId, parent?: Scope, method?: Scope['method']): Scope {
  return { id: m.store.fresh(), kind, source, parent, redirected: new Map(), method };
}

export const moduleOf = (scope: Scope): Scope => (scope.parent ? moduleOf(scope.parent) : scope);

/** Where an assignment to `name` in `scope` goes, `global` and `nonlocal` considered. */
function home(m: Machine, scope: Scope, name: string): Scope {
  switch (scope.redirected.get(name)) {
    case 'global':
      return moduleOf(scope);
    case 'nonlocal':
      for (let outer = scope.parent; outer?.parent; outer = outer.parent) {
        if (outer.kind === 'function' && m.store.read(outer.id, name) !== undefined) return outer;
      }
      return scope.parent ?? scope;
    case undefined:
      return scope;
  }
}

export function bind(m: Machine, scope: Scope, name: string, value: Value): void {
  const { id } = home(m, scope, name);
  for (const note of m.guests.hooks.bound) note(m, id, name, value);
  m.store.write(id, name, value);
}

export function unbind(m: Machine, scope: Scope, name: string): void {
  m.store.write(home(m, scope, name).id, name, deleted);
}

/** The value a name has, looked for as Python does: here, then outwards past class bodies, then in the module. */
export function lookup(m: Machine, scope: Scope, name: string): Value | undefined {
  const direct = m.store.read(home(m, scope, name).id, name);
  if (direct !== undefined) return direct;
  for (let outer = scope.parent; outer; outer = outer.parent) {
    if (outer.kind === 'class') continue;
    const value = m.store.read(outer.id, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The scope in which `lookup` finds the name. */
export function homeOf(m: Machine, scope: Scope, name: string): Scope | undefined {
  const direct = home(m, scope, name);
  if (m.store.read(direct.id, name) !== undefined) return direct;
  for (let outer = scope.parent; outer; outer = outer.parent) {
    if (outer.kind !== 'class' && m.store.read(outer.id, name) !== undefined) return outer;
  }
  return undefined;
}

/** Notes that a literal is read through a name at `use`. */
export function noteUse(m: Machine, value: Value, use: Place): void {
  if (value.kind === 'const' || value.kind === 'tuple') m.literalUses.note(value.place, use);
}
