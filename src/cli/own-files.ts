/** The data files a program reads, from below the root of its project and nowhere else. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { LARGEST_FILE, type OwnFile, type OwnFiles } from '../plan/own/own-data';

/** @param script the program's file: its folder is looked in first, then the root, since programs are started from either */
export function readOwnFiles(paths: readonly string[], script: string, root: string): OwnFiles {
  const folders = [...new Set([dirname(resolve(script)), resolve(root)])];
  return new Map(paths.map((path) => [path, readOwnFile(path, folders, resolve(root))]));
}

function readOwnFile(path: string, folders: readonly string[], root: string): OwnFile {
  for (const candidate of isAbsolute(path) ? [path] : folders.map((folder) => resolve(folder, path))) {
    try {
      if (!isBelow(realpathSync(candidate), realpathSync(root))) return { problem: 'it lies outside the project' };
      const stats = statSync(candidate);
      if (!stats.isFile()) return { problem: 'it is not a file' };
      if (stats.size > LARGEST_FILE)
        return { problem: `it has ${Math.round(stats.size / 1e6)} MB, and files over ${LARGEST_FILE / 1e6} MB are not read` };
      return { bytes: readFileSync(candidate) };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') return { problem: 'it cannot be read' };
    }
  }
  return { problem: 'there is no such file' };
}

const isBelow = (path: string, root: string): boolean => {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};
