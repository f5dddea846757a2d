/** What a .gitignore leaves out, as far as walking a workspace needs it. */
import { isExcluded } from './config';

export interface GitIgnore {
  /** The folder it stands in, from the root, without slashes at the ends; empty for the root. */
  readonly folder: string;
  readonly text: string;
}

/** Whether a path (with `/`, from the root) is ignored: of all lines that match it the last one counts. */
export function isGitIgnored(path: string, files: readonly GitIgnore[]): boolean {
  let ignored = false;
  // Those of inner folders have the last word.
  for (const { folder, text } of files.toSorted((a, b) => a.folder.length - b.folder.length)) {
    const prefix = folder === '' ? '' : `${folder}/`;
    if (!path.startsWith(prefix)) continue;
    const within = path.slice(prefix.length);
    for (const line of text.split(/\r?\n/)) {
      const pattern = line.trim();
      if (pattern === '' || pattern.startsWith('#')) continue;
      const again = pattern.startsWith('!');
      const matches = names(again ? pattern.slice(1) : pattern, within);
      if (matches) ignored = !again;
    }
  }
  return ignored;
}

/** A slash in front or within ties a pattern to the folder; without one it is the name of any folder or file. */
function names(pattern: string, path: string): boolean {
  let clean = pattern;
  while (clean.endsWith('/')) clean = clean.slice(0, -1);
  const inner = clean.startsWith('/') ? clean.slice(1) : clean;
  const onlyFirst = clean !== inner && !inner.includes('/');
  return isExcluded(onlyFirst ? (path.split('/', 1)[0] ?? '') : path, [inner]);
}
