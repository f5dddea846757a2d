import type { Import, ImportFrom } from '../../python/ast';
import type { Place, SourceId } from '../../text/place';
import { placeIn, type Machine } from './machine';
import { bind, createScope } from './scopes';
import { executeBody, type Frame } from './statements';
import type { LibraryValue, ModuleValue, Scope, Value } from './value';
import { starsField } from './fields';

export const libraryValue = (m: Machine, path: string, place: Place): LibraryValue => ({
  kind: 'library',
  name: m.guests.names.canonical(path),
  path,
  place,
});

export function executeImport(m: Machine, scope: Scope, statement: Import): void {
  for (const alias of statement.names) {
    const place = placeIn(scope, alias.asname ?? alias);
    const name = alias.asname?.id ?? alias.name.split('.')[0] ?? alias.name;
    const path = alias.asname ? alias.name : name;
    const local = m.input.resolve(scope.source, alias.name, 0);
    if (local !== undefined) {
      const module = loadModule(m, local);
      bind(m, scope, name, alias.asname || !alias.name.includes('.') ? module : packageOf(m, alias.name, module, place));
      continue;
    }
    m.importedPaths.add(alias.name);
    bind(m, scope, name, libraryValue(m, path, place));
    noteImport(m, alias.name, alias.asname ? name : alias.name, place);
  }
}

export function executeImportFrom(m: Machine, scope: Scope, statement: ImportFrom): void {
  const local = m.input.resolve(scope.source, statement.module, statement.level);
  const module = local === undefined ? undefined : loadModule(m, local);
  if (!module && statement.level === 0) m.importedPaths.add(statement.module);
  for (const alias of statement.names) {
    const place = placeIn(scope, alias.asname ?? alias);
    if (alias.name === '*') {
      if (module)
        for (const name of m.store.names(module.scope.id)) {
          const value = m.store.read(module.scope.id, name);
          if (value) bind(m, scope, name, value);
        }
      else m.store.write(scope.id, starsField, [...starsOf(m, scope), statement.module]);
      continue;
    }
    const name = alias.asname?.id ?? alias.name;
    bind(m, scope, name, importedFrom(m, scope, statement, module, alias.name, place));
    if (!module) noteImport(m, `${statement.module}.${alias.name}`, name, place);
  }
}

function importedFrom(
  m: Machine,
  scope: Scope,
  statement: ImportFrom,
  module: ModuleValue | undefined,
  name: string,
  place: Place,
): Value {
  const attribute = module && m.store.read(module.scope.id, name);
  if (attribute) return attribute;
  const submodule = m.input.resolve(scope.source, statement.module ? `${statement.module}.${name}` : name, statement.level);
  if (submodule !== undefined) return loadModule(m, submodule);
  return libraryValue(m, `${'.'.repeat(statement.level)}${statement.module}.${name}`, place);
}

/** Runs a module of the workspace once; a cyclic import sees what is bound so far, as in Python. */
export function loadModule(m: Machine, source: SourceId): ModuleValue {
  const loaded = m.modules.get(source);
  if (loaded) return loaded;
  const tree = m.input.modules.get(source);
  const scope = createScope(m, 'module', source);
  const value: ModuleValue = { kind: 'module', scope, place: { source, start: 0, end: 0 } };
  m.modules.set(source, value);
  if (tree) {
    const frame: Frame = { scope, depth: m.store.depth, returns: [], yields: [] };
    executeBody(m, frame, tree.body);
  }
  return value;
}

/** `import a.b.c` binds `a`; its attributes lead to the module. */
function packageOf(m: Machine, dotted: string, module: ModuleValue, place: Place): Value {
  let value: Value = module;
  for (const part of dotted.split('.').slice(1).toReversed()) {
    const scope = createScope(m, 'module', place.source);
    m.store.write(scope.id, part, value);
    value = { kind: 'module', scope, place };
  }
  return value;
}

/** Libraries whose names a scope takes over by `from library import *`. */
export function starsOf(m: Machine, scope: Scope): readonly string[] {
  return m.store.read(scope.id, starsField) ?? [];
}

/** A name that a star import of a library provides. */
export function fromStarImport(m: Machine, scope: Scope, name: string, place: Place): LibraryValue | undefined {
  for (let outer: Scope | undefined = scope; outer; outer = outer.parent) {
    for (const module of starsOf(m, outer).toReversed()) {
      const value = libraryValue(m, `${module}.${name}`, place);
      if (m.guests.names.isKnown(value.name)) return value;
    }
  }
  return undefined;
}

function noteImport(m: Machine, module: string, name: string, place: Place): void {
  if (m.muted === 0) m.imports.push({ canonical: m.guests.names.canonical(module), module, name, place });
}
