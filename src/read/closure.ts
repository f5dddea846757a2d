/** Which other texts of the workspace a program needs: the host reads them before interpretation, which is synchronous. */
import type { Module, Statement } from '../python/ast';
import type { SourceId } from '../text/place';
import type { Source } from '../text/source';
import type { ProgramInput } from './python/input';

/** A text of the workspace and its tree. */
export interface ParsedSource {
  readonly source: Source;
  readonly module: Module;
}

export interface Workspace {
  /** The text with this id, or undefined where there is none. Ids are paths with `/`; asked for once each. */
  readonly read: (id: SourceId) => Promise<ParsedSource | undefined>;
  /** Folder above which no module is looked for: the project's root. */
  readonly root: string;
}

/** Beyond this many modules the rest stays outside; a training script that needs more is a framework. */
const mostModules = 60;

/** Libraries are known by name and never followed, not even in their own repositories. */
const libraries = new Set([
  'tensorflow',
  'keras',
  'tf_keras',
  'numpy',
  'pandas',
  'sklearn',
  'scipy',
  'matplotlib',
  'torch',
  'jax',
]);

/** Reads everything that `entry` imports from the workspace, directly or not. */
export async function loadClosure(entry: ParsedSource, workspace: Workspace): Promise<ProgramInput> {
  const sources = new Map<SourceId, Source>([[entry.source.id, entry.source]]);
  const modules = new Map<SourceId, Module>([[entry.source.id, entry.module]]);
  const missing = new Set<SourceId>();
  const queue = [entry];
  for (let one = queue.shift(); one; one = queue.shift()) {
    for (const { module, level } of importsOf(one.module)) {
      for (const id of candidates(one.source.id, module, level, workspace.root)) {
        if (modules.has(id)) break;
        if (missing.has(id) || modules.size >= mostModules) continue;
        const found = await workspace.read(id);
        if (!found) {
          missing.add(id);
          continue;
        }
        sources.set(id, found.source);
        modules.set(id, found.module);
        queue.push(found);
        break;
      }
    }
  }
  return { entry: entry.source.id, sources, modules, resolve: resolverOf(modules, workspace.root) };
}

/** Resolves imports among the modules in play. */
export const resolverOf =
  (modules: ReadonlyMap<SourceId, Module>, root: string): ProgramInput['resolve'] =>
  (from, module, level) =>
    candidates(from, module, level, root).find((id) => modules.has(id));

/** Where Python would find a module: next to the file, then in the folders above up to the root, and in the root's `src`. */
function candidates(from: SourceId, module: string, level: number, root: string): readonly SourceId[] {
  const [first = ''] = module.split('.');
  if (level === 0 && (libraries.has(first) || first === '')) return [];
  const path = module === '' ? '' : `/${module.replaceAll('.', '/')}`;
  const bases: string[] = [];
  let folder = parentOf(from);
  if (level > 0) {
    for (let i = 1; i < level; i++) folder = parentOf(folder);
    bases.push(folder);
  } else {
    for (;;) {
      bases.push(folder);
      if (folder === root || !folder.startsWith(root) || folder === parentOf(folder)) break;
      folder = parentOf(folder);
    }
    bases.push(`${root}/src`);
  }
  return bases.flatMap((base) => (path === '' ? [`${base}/__init__.py`] : [`${base}${path}.py`, `${base}${path}/__init__.py`]));
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

interface ImportedModule {
  readonly module: string;
  readonly level: number;
}

/** `from a import b` may mean the module `a.b` or a name in `a`: both are listed. */
function importsOf(module: Module): readonly ImportedModule[] {
  const found: ImportedModule[] = [];
  const visit = (statement: Statement): void => {
    switch (statement.kind) {
      case 'Import': {
        statement.names.forEach(({ name }) => found.push({ module: name, level: 0 }));
        return;
      }
      case 'ImportFrom': {
        const { module: from, level } = statement;
        found.push({ module: from, level });
        statement.names.forEach(({ name }) => {
          if (name !== '*') found.push({ module: from === '' ? name : `${from}.${name}`, level });
        });
        return;
      }
      case 'FunctionDef':
      case 'ClassDef':
      case 'With':
      case 'ErrorStatement': {
        statement.body.forEach(visit);
        return;
      }
      case 'For':
      case 'While':
      case 'If': {
        [...statement.body, ...statement.orelse].forEach(visit);
        return;
      }
      case 'Try': {
        [
          ...statement.body,
          ...statement.handlers.flatMap(({ body }) => body),
          ...statement.orelse,
          ...statement.finalbody,
        ].forEach(visit);
        return;
      }
      case 'Match': {
        statement.cases.flatMap(({ body }) => body).forEach(visit);
        return;
      }
      default:
        return;
    }
  };
  module.body.forEach(visit);
  return found;
}
