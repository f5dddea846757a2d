import type { Module } from '../../src/python/ast';
import { visitBindings } from '../../src/python/bindings';
import { resolve, type Scope, scopesOf } from '../../src/python/scope';
import { lineTable } from '../../src/text/lines';

type Binding = 'local' | 'free' | 'global';

/** As `dump.py` prints it: name, line, where each name is bound, the scopes inside. Null where CPython's own table is not to be trusted. */
export type RecordedScope = readonly [string, number, Readonly<Record<string, Binding>>, readonly (RecordedScope | null)[]];

/** The first name or scope in which the module differs from CPython's symbol table, in words; undefined when they agree. */
export function scopeDifference(module: Module, text: string, recorded: RecordedScope): string | undefined {
  const lines = lineTable(text);
  const root = scopesOf(module).module;
  const own = new Set<string>();
  const nothing = (): void => undefined;
  visitBindings(module.body, { bind: (name) => void own.add(name), global: nothing, starImport: nothing, inner: nothing });

  const bindingOf = (scope: Scope, name: string): Binding => {
    const found = resolve(scope, name);
    // CPython does not count a name as the module's own if only functions bind it, by `global`, or comprehensions by `:=`.
    if (found === scope) return scope === root && !own.has(name) ? 'global' : 'local';
    return found === undefined || found === root ? 'global' : 'free';
  };

  const compare = (scope: Scope, [title, line, names, inner]: RecordedScope): string | undefined => {
    const where = `scope ${title} at line ${line}`;
    for (const [name, binding] of Object.entries(names)) {
      const ours = bindingOf(scope, name);
      if (ours !== binding) return `${where}: ${name} is ${ours}, in CPython ${binding}`;
    }
    if (scope.children.length !== inner.length)
      return `${where}: ${scope.children.length} scopes inside, in CPython ${inner.length}`;
    const rest = scope.children.map((child) => ({
      child,
      key: `${titleOf(child)} ${lines.positionAt(child.node.start).line + 1}`,
    }));
    for (const each of inner) {
      if (each === null) continue;
      const key = `${each[0]} ${each[1]}`;
      const candidates = rest.filter((candidate) => candidate.key === key);
      // Of several on a line, such as in defaults and annotations, CPython visits others first.
      const found = candidates.find(({ child }) => compare(child, each) === undefined) ?? candidates[0];
      if (!found) return `${where}: no scope ${key}`;
      const difference = compare(found.child, each);
      if (difference !== undefined) return difference;
      rest.splice(rest.indexOf(found), 1);
    }
    return undefined;
  };
  return compare(root, recorded);
}

const comprehensions = { list: 'listcomp', set: 'setcomp', dict: 'dictcomp', generator: 'genexpr' } as const;

function titleOf({ node }: Scope): string {
  switch (node.kind) {
    case 'Module':
      return 'top';
    case 'Lambda':
      return 'lambda';
    case 'Comprehension':
      return comprehensions[node.of];
    default:
      return node.name.id;
  }
}
