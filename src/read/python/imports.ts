import type { Import, ImportFrom } from '../../python/ast';
import type { Place, SourceId } from '../../text/place';
import { canonicalName, isKnownName } from '../../knowledge/names';
import { placeIn, type Machine } from './machine';
import { bind, createScope, moduleOf } from './scopes';
import { executeBody, type Frame } from './statements';
import type { LibraryValue, ModuleValue, Scope, Value } from './value';
import { starsField } from './fields';

/** @param tensorflow 1 where names mean what they did there */
export function libraryValue(path: string, place: Place, tensorflow: 1 | 2 = 2): LibraryValue {
  return { kind: 'library', name: canonicalName(path, tensorflow), path, place };
}

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
    bind(m, scope, name, libraryValue(path, place));
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
  return libraryValue(`${'.'.repeat(statement.level)}${statement.module}.${name}`, place);
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

function starsOf(m: Machine, scope: Scope): readonly string[] {
  return m.store.read(scope.id, starsField) ?? [];
}

/** A name that a star import of a library provides. */
export function fromStarImport(m: Machine, scope: Scope, name: string, place: Place): LibraryValue | undefined {
  for (let outer: Scope | undefined = scope; outer; outer = outer.parent) {
    for (const module of starsOf(m, outer).toReversed()) {
      const value = libraryValue(`${module}.${name}`, place);
      if (isKnownName(value.name)) return value;
    }
  }
  return undefined;
}

/** What everybody calls these modules. */
const conventional: Readonly<Record<string, string>> = { np: 'numpy', pd: 'pandas', tf: 'tensorflow', keras: 'keras' };
const holders = [
  'keras',
  'keras.layers',
  'keras.optimizers',
  'keras.callbacks',
  'keras.losses',
  'keras.regularizers',
  'keras.utils',
];

/**
 * A name that nothing binds, in a text that leaves its imports to another one: a snippet or cell without any import of Keras, or a star
 * import of a module that is not in play. Only names of Keras that mean one thing there, written as Keras does.
 */
export function bySpelling(m: Machine, scope: Scope, name: string, place: Place): LibraryValue | undefined {
  const module = moduleOf(scope);
  const fragment = ![...m.importedPaths].some((path) =>
    /^(?:\.*)(?:keras|tensorflow|tf_keras|torch|paddle|mxnet|flax)\b/.test(path),
  );
  const elsewhere = starsOf(m, module).some((path) => !isKnownName(canonicalName(path)));
  if (!fragment && !elsewhere) return undefined;
  const convention = conventional[name];
  if (convention !== undefined) return libraryValue(convention, place);
  if (!/^[A-Z][a-z]|^(?:LSTM|GRU|SGD|RMSprop|ReLU|ELU|PReLU|to_categorical)$/.test(name)) return undefined;
  const holder = holders.find((one) => isKnownName(canonicalName(`${one}.${name}`)));
  return holder === undefined ? undefined : libraryValue(`${holder}.${name}`, place);
}

function noteImport(m: Machine, module: string, name: string, place: Place): void {
  if (m.muted === 0) m.imports.push({ canonical: canonicalName(module), module, name, place });
}
