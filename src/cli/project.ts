/** The project a path belongs to: its root, its configuration, its modules. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { noConfig, readPyproject, type ReadConfig } from '../lint/config';

/** Nobody writes as much by hand; a device has no end. */
const largestConfig = 1_000_000;

const marks = ['pyproject.toml', '.git', 'setup.py', 'setup.cfg', 'requirements.txt'];

/** The nearest folder above that looks like the root of a project, else the folder itself. */
export function projectRoot(path: string, isFolder: boolean): string {
  const start = isFolder ? resolve(path) : dirname(resolve(path));
  for (let folder = start; ; folder = dirname(folder)) {
    if (marks.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === dirname(folder)) return start;
  }
}

/** `[tool.loss-probe]` of the root's pyproject.toml. */
export function readConfig(root: string, knownRules: readonly string[]): ReadConfig {
  const path = join(root, 'pyproject.toml');
  let text: string;
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > largestConfig)
      return { config: noConfig, problems: [`${shown(path)} is not a file of settings, so it has no effect.`], marks: [] };
    text = readFileSync(path, 'utf8');
  } catch {
    return { config: noConfig, problems: [], marks: [] };
  }
  return readPyproject(text, knownRules, shown(path));
}

/** A path as people read it: from the working directory where that is shorter, with `/`. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return (near.startsWith('..') || near === '' ? path : near).split(sep).join('/');
}
