/**
 * Programs of public repositories, read out of fetched git directories. Rows of a manifest are `{"repo", "commit", "path"}`, one JSON a line;
 * the mirror holds one folder per repository, named OWNER+NAME, with its git directory at `repo/` or `repo/.git`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface CorpusProgram {
  /** `OWNER/NAME PATH`. */
  readonly name: string;
  /** The file as it is: a script or the JSON of a notebook. */
  readonly raw: string;
}

interface Row {
  readonly repo: string;
  readonly commit: string;
  readonly path: string;
}

/** The programs of a manifest, in its order. What is missing from the mirror is left out. */
export function corpusPrograms(mirror: string, manifest: string): readonly CorpusProgram[] {
  const rows = readFileSync(manifest, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
  const raws = new Map<Row, string>();
  for (const repo of new Set(rows.map((row) => row.repo))) {
    const base = join(resolve(mirror), repo.replace('/', '+'), 'repo');
    const git = existsSync(join(base, '.git')) ? join(base, '.git') : base;
    if (!existsSync(git)) continue;
    const own = rows.filter((row) => row.repo === repo);
    blobs(git, own).forEach((raw, i) => {
      const row = own[i];
      if (row && raw !== undefined) raws.set(row, raw);
    });
  }
  return rows.flatMap((row) => {
    const raw = raws.get(row);
    return raw === undefined ? [] : [{ name: `${row.repo} ${row.path}`, raw }];
  });
}

/** One `git cat-file --batch` for all of them. */
function blobs(git: string, rows: readonly Row[]): readonly (string | undefined)[] {
  const input = rows.map(({ commit, path }) => `${commit}:${path}\n`).join('');
  const out = execFileSync('git', ['--git-dir', git, 'cat-file', '--batch'], { input, maxBuffer: 2 ** 31 - 1 });
  let at = 0;
  return rows.map(() => {
    const end = out.indexOf(10, at);
    const size = / blob (\d+)$/.exec(out.subarray(at, end).toString())?.[1];
    at = end + 1;
    if (size === undefined) return undefined;
    const raw = out.subarray(at, at + Number(size)).toString('utf8');
    at += Number(size) + 1;
    return raw;
  });
}
