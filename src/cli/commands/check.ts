import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import type { Severity } from '../../finding/finding';
import { rules } from '../../rules/index';
import { check, isAtLeast, type Checked } from '../check';
import { findTargets, type Target } from '../files';
import { checkGithub } from '../format/github';
import { checkJson } from '../format/json';
import { checkSarif } from '../format/sarif';
import { checkText } from '../format/text';
import { paintFor } from '../paint';
import { projectRoot, readConfig } from '../project';
import { loadParser } from '../python-parser';
import { createReader } from '../reading';
import { UsageError } from '../usage';

export interface CheckFlags {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly failOn: Severity | 'never';
  readonly fix: boolean;
  readonly stdinFilename?: string;
}

export async function runCheck(paths: readonly string[], flags: CheckFlags): Promise<void> {
  const stdin = readStandardInput(paths, flags);
  const named = stdin ? [stdin.path] : paths;
  const root = commonRoot(named);
  const { config, problems } = readConfig(
    root,
    rules.map(({ id }) => id),
  );
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const targets: readonly Target[] = stdin ? [{ path: stdin.path }] : findTargets(paths, root, config.exclude);
  const checked = await check(targets, createReader(await loadParser(), root), { fix: flags.fix, config, stdin });
  process.stdout.write(print(checked, flags.format));
  process.exitCode = exitCode(checked, flags.failOn);
}

function readStandardInput(
  paths: readonly string[],
  { stdinFilename, fix }: CheckFlags,
): { path: string; text: string } | undefined {
  const dash = paths.includes('-');
  if (!dash && stdinFilename === undefined) return undefined;
  if (fix) throw new UsageError('--fix cannot change the standard input; give it a file.');
  const [path, more] = paths.filter((one) => one !== '-');
  if (more !== undefined || (path !== undefined && stdinFilename !== undefined && resolve(path) !== resolve(stdinFilename))) {
    throw new UsageError('The standard input is one text: name one file, with --stdin-filename.');
  }
  return { path: stdinFilename ?? path ?? 'stdin.py', text: readFileSync(0, 'utf8') };
}

/** The project of the first path that exists. */
function commonRoot(paths: readonly string[]): string {
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat) return projectRoot(path, stat.isDirectory());
  }
  return projectRoot('.', true);
}

function print(checked: Checked, format: CheckFlags['format']): string {
  switch (format) {
    case 'json':
      return checkJson(checked);
    case 'sarif':
      return checkSarif(checked, manifest.version);
    case 'github':
      return checkGithub(checked);
    case 'text':
      return checkText(checked, paintFor(process.stdout, process.env));
  }
}

function exitCode({ files, problems }: Checked, failOn: CheckFlags['failOn']): number {
  if (problems.length > 0 || files.every(({ source }) => source === undefined)) return 2;
  if (failOn === 'never') return 0;
  return files.some(({ findings }) => findings.some(({ severity }) => isAtLeast(severity, failOn))) ? 1 : 0;
}
