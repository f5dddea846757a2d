import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import type { Severity } from '../../finding/finding';
import { rules } from '../../rules/index';
import { check, isAtLeast, type Checked } from '../check';
import { decodeJson, decodePython } from '../encoding';
import { findTargets, isNotebook, isTooLarge, type Target } from '../files';
import { checkGithub } from '../format/github';
import { checkJson } from '../format/json';
import { checkSarif } from '../format/sarif';
import { checkText } from '../format/text';
import { warn, write } from '../output';
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
  /** Look into the data files that the programs read. */
  readonly data: boolean;
}

export async function runCheck(paths: readonly string[], flags: CheckFlags): Promise<void> {
  const stdin = await readStandardInput(paths, flags);
  const named = stdin ? [stdin.path] : paths;
  const root = commonRoot(named);
  const { config, problems } = readConfig(
    root,
    rules.map(({ id }) => id),
  );
  for (const problem of problems) warn(`${problem}\n`);
  const targets: readonly Target[] = stdin ? [{ path: stdin.path }] : findTargets(paths, root, config.exclude);
  const checked = await check(targets, createReader(await loadParser(), root, flags.data), { fix: flags.fix, config, stdin });
  write(print(checked, flags.format), flags.format);
  process.exitCode = exitCode(checked, flags.failOn);
}

async function readStandardInput(
  paths: readonly string[],
  { stdinFilename, fix }: CheckFlags,
): Promise<{ path: string; text: string } | undefined> {
  const dash = paths.includes('-');
  if (!dash && stdinFilename === undefined) return undefined;
  if (fix) throw new UsageError('--fix cannot change the standard input; give it a file.');
  const [path, more] = paths.filter((one) => one !== '-');
  if (more !== undefined || (path !== undefined && stdinFilename !== undefined && resolve(path) !== resolve(stdinFilename))) {
    throw new UsageError('The standard input is one text: name one file, with --stdin-filename.');
  }
  const named = stdinFilename ?? path ?? 'stdin.py';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Uint8Array>) {
    size += part.length;
    const tooLarge = isTooLarge(named, size);
    if (tooLarge !== undefined) throw new UsageError(`The standard input is not read any further: ${tooLarge}`);
    parts.push(part);
  }
  const decoded = (isNotebook(named) ? decodeJson : decodePython)(Buffer.concat(parts));
  if (decoded.text === undefined) throw new UsageError(decoded.error);
  return { path: named, text: decoded.text };
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
