import type { Module } from './ast';
import { type BindingVisitor, type InnerScope, visitBindings, visitComprehension, visitExpression } from './bindings';

/** A block with names of its own. */
export interface Scope {
  readonly node: Module | InnerScope;
  readonly parent?: Scope | undefined;
  readonly children: readonly Scope[];
  /** Names bound here, parameters included; without those declared `global` or `nonlocal`. In a module also what functions bind by `global`. */
  readonly bound: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  /** `from module import *` binds names here that the text does not show. */
  readonly hasStarImport: boolean;
}

export interface ScopeTree {
  readonly module: Scope;
  /** The scope a function, class, lambda or comprehension makes, or the module itself. */
  scopeOf(node: Module | InnerScope): Scope | undefined;
}

interface MutableScope extends Scope {
  readonly parent?: MutableScope | undefined;
  readonly children: MutableScope[];
  readonly bound: Set<string>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  hasStarImport: boolean;
}

/**
 * The scopes of a module, as the compiler of CPython sees them, but for names with two leading underscores in classes, which it
 * renames. `:=` in a comprehension binds in the function or module around it.
 */
export function scopesOf(module: Module): ScopeTree {
  const scopes = new Map<Module | InnerScope, Scope>();
  const root = emptyScope(module);
  scopes.set(module, root);
  const open = (node: InnerScope, parent: MutableScope): void => {
    const scope = emptyScope(node, parent);
    scopes.set(node, scope);
    parent.children.push(scope);
    fill(scope, open);
    for (const name of scope.nonlocals) scope.bound.delete(name);
    for (const name of scope.globals) {
      if (scope.bound.delete(name)) root.bound.add(name);
    }
  };
  fill(root, open);
  // At the top level `global` declares what is so anyway.
  root.globals.clear();
  return { module: root, scopeOf: (node) => scopes.get(node) };
}

const emptyScope = (node: Module | InnerScope, parent?: MutableScope): MutableScope => ({
  node,
  parent,
  children: [],
  bound: new Set(),
  globals: new Set(),
  nonlocals: new Set(),
  hasStarImport: false,
});

function fill(scope: MutableScope, open: (node: InnerScope, parent: MutableScope) => void): void {
  const visitor: BindingVisitor = {
    bind: (name) => void scope.bound.add(name),
    global: (name, isNonlocal) => void (isNonlocal ? scope.nonlocals : scope.globals).add(name),
    starImport: () => (scope.hasStarImport = true),
    inner: (node) => open(node, scope),
  };
  const { node } = scope;
  if (node.kind === 'FunctionDef' || node.kind === 'Lambda') for (const { name } of node.parameters) scope.bound.add(name.id);
  if (node.kind === 'Lambda') visitExpression(node.body, visitor);
  else if (node.kind === 'Comprehension') visitComprehension(node, visitor, (name) => bindAround(scope, name));
  else visitBindings(node.body, visitor);
}

/** `:=` in comprehensions, however deep, binds in the first scope around that is none. */
function bindAround(scope: MutableScope, name: string): void {
  let around: MutableScope | undefined = scope;
  while (around?.node.kind === 'Comprehension') around = around.parent;
  around?.bound.add(name);
}

/** The scope in which `name`, read in `scope`, is bound; undefined where it is a builtin, or comes from a star import. */
export function resolve(scope: Scope, name: string): Scope | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    // The names of a class are seen in its body alone, not in the functions in it.
    if (at !== scope && at.node.kind === 'ClassDef') continue;
    if (at.bound.has(name)) return at;
    if (at.globals.has(name)) return resolve(moduleOf(at), name);
  }
  return undefined;
}

function moduleOf(scope: Scope): Scope {
  let root = scope;
  while (root.parent) root = root.parent;
  return root;
}
