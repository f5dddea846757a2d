/** Finding and reading the texts that are named on the command line. What cannot be read is a sentence, not an exception. */
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { isExcluded } from '../lint/config';

/** Larger texts are data or generated; parsing them would take seconds. */
const largestScript = 2_000_000;
/** Notebooks carry their outputs, which are not parsed. */
const largestNotebook = 100_000_000;

const skippedFolders = new Set([
  'node_modules',
  'site-packages',
  '__pycache__',
  '__pypackages__',
  'venv',
  'env',
  'virtualenv',
  'build',
  'dist',
]);

export const isNotebook = (path: string): boolean => path.endsWith('.ipynb');
const isPython = (name: string): boolean => /\.(?:py|pyw|ipynb)$/.test(name);

/** A file to check, or why there is none. `path` is as people will read it. */
export type Target = { readonly path: string; readonly error?: undefined } | { readonly path: string; readonly error: string };

/** The Python files and notebooks under the paths given, each once, in order. */
export function findTargets(paths: readonly string[], root: string, exclude: readonly string[]): readonly Target[] {
  const seen = new Set<string>();
  return paths
    .flatMap((path) => targetsOf(path, root, exclude))
    .filter(({ path }) => {
      const key = resolve(path);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

function targetsOf(path: string, root: string, exclude: readonly string[]): readonly Target[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    return [{ path, error: reasonOf(error) }];
  }
  if (!isFolder) return [{ path }];
  const targets = walk(path, root, exclude);
  return targets.length > 0 ? targets : [{ path, error: 'There is no Python file or notebook in this folder.' }];
}

function walk(folder: string, root: string, exclude: readonly string[]): readonly Target[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return [{ path: folder, error: reasonOf(error) }];
  }
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): readonly Target[] => {
      const path = join(folder, entry.name);
      if (isExcluded(relative(root, resolve(path)).split(sep).join('/'), exclude)) return [];
      // Links are not followed, so that a circle ends.
      if (entry.isDirectory())
        return entry.name.startsWith('.') || skippedFolders.has(entry.name) ? [] : walk(path, root, exclude);
      return entry.isFile() && isPython(entry.name) ? [{ path }] : [];
    });
}

export type ReadText =
  { readonly text: string; readonly error?: undefined } | { readonly text?: undefined; readonly error: string };

/** Reads a text file as UTF-8, without a byte order mark. */
export function readText(path: string): ReadText {
  try {
    const { size } = statSync(path);
    const largest = isNotebook(path) ? largestNotebook : largestScript;
    if (size > largest)
      return { error: `This file has ${megabytes(size)} MB; files over ${megabytes(largest)} MB are not read.` };
    const bytes = readFileSync(path);
    if (bytes.includes(0)) return { error: 'This file is not text.' };
    return { text: new TextDecoder('utf-8').decode(bytes) };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(0);

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'There is no such file or folder.';
    case 'EACCES':
    case 'EPERM':
      return 'This may not be read (permission denied).';
    case 'EISDIR':
      return 'This is a folder.';
    case 'ELOOP':
      return 'This is a link that leads back to itself.';
    default:
      return `This cannot be read (${code || String(error)}).`;
  }
}
