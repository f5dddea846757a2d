/** Finding and reading the texts that are named on the command line. What cannot be read is a sentence, not an exception. */
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { isExcluded } from '../lint/config';
import { decodeJson, decodePython, type Encoding } from './encoding';

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

/** A text as it was read, with what is needed to write it back. */
export interface FileText {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly note?: string | undefined;
  readonly error?: undefined;
}

export type ReadText = FileText | { readonly text?: undefined; readonly error: string };

/** Reads a file of Python or a notebook, without a byte order mark. Only regular files: a pipe or a device would never end. */
export function readText(path: string): ReadText {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { error: 'This is a folder.' };
    if (!stats.isFile()) return { error: 'This is not a regular file, so it is not read.' };
    const tooLarge = isTooLarge(path, stats.size);
    if (tooLarge !== undefined) return { error: tooLarge };
    const bytes = readFileSync(path);
    if (bytes.includes(0)) return { error: 'This file is not text.' };
    const decoded = isNotebook(path) ? decodeJson(bytes) : decodePython(bytes);
    return decoded.text === undefined ? decoded : { ...decoded, bytes };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** Why a text of this size is not read. */
export function isTooLarge(path: string, size: number): string | undefined {
  const largest = isNotebook(path) ? largestNotebook : largestScript;
  return size > largest ? `This file has ${megabytes(size)} MB; files over ${megabytes(largest)} MB are not read.` : undefined;
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(0);

export function reasonOf(error: unknown, doing: 'read' | 'written' = 'read'): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'There is no such file or folder.';
    case 'EACCES':
    case 'EPERM':
      return `This may not be ${doing} (permission denied).`;
    case 'EISDIR':
      return 'This is a folder.';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk is full.';
    case 'EROFS':
      return 'The disk is read-only.';
    case 'ELOOP':
      return 'This is a link that leads back to itself.';
    default:
      return `This cannot be ${doing} (${code || String(error)}).`;
  }
}
