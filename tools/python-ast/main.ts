/**
 * Compares the parser with CPython's on every file of a folder (by default the standard library of the `python3` at hand):
 * structure, spans, and the scopes of names. Prints each file that differs and the totals; exits 1 if any differs that is not among the known.
 *
 *     tsx tools/python-ast/main.ts [--record] [FOLDER]
 *
 * With `--record` it writes CPython's trees and scopes of test/python/recordings/*.py beside them, for `npm test` to replay without Python.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { testParser } from '../../test/support/parser';
import { type Canonical, canonical, firstDifference } from './canonical';
import { type RecordedScope, scopeDifference } from './scopes';

/** Files of the standard library that differ, and why. */
const known: Readonly<Record<string, string>> = {
  'test/test_compile.py':
    'the grammar takes a line break after `(name.` that is followed by less indentation for the end of a block',
  'test/test_future_stmt/badsyntax_future8.py':
    'the grammar refuses `from __future__ import *`, as does the compiler of CPython after its parser',
  'test/test_print.py': '`print >>file, x` is read as Python 2 means it: in Python 3 it can only raise TypeError',
};

interface Dumped {
  readonly path: string;
  readonly error?: string;
  readonly text: string;
  readonly tree: Canonical;
  readonly scopes: RecordedScope | null;
}

/** CPython's trees of the files, one at a time, since all of them together do not fit into memory. */
async function* dumps(paths: readonly string[]): AsyncGenerator<Dumped> {
  const python = spawn('python3', [new URL('dump.py', import.meta.url).pathname], { stdio: ['pipe', 'pipe', 'inherit'] });
  python.stdin.end(paths.join('\n'));
  for await (const line of createInterface({ input: python.stdout, crlfDelay: Infinity })) yield JSON.parse(line) as Dumped;
}

/** The Python files below a folder; of the standard library's, not the packages installed into it. */
const pythonFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py') && !path.startsWith('site-packages'))
    .sort()
    .map((path) => join(folder, path));

async function compare(folder: string): Promise<number> {
  const parser = await testParser();
  let [files, lines, refused, withErrors, differing, unknown] = [0, 0, 0, 0, 0, 0];
  for await (const { path, error, text, tree, scopes } of dumps(pythonFiles(folder))) {
    if (error !== undefined) {
      refused++;
      continue;
    }
    files++;
    lines += text.split('\n').length;
    const module = parser.parse(text);
    const [failed] = module.errors;
    const difference = firstDifference(canonical(module), tree) ?? (scopes && !failed && scopeDifference(module, text, scopes));
    if (failed) withErrors++;
    if (!difference && !failed) continue;
    differing++;
    const reason = Object.entries(known).find(([end]) => path.endsWith(end))?.[1];
    if (reason === undefined) unknown++;
    const where = failed ? ` error at line ${text.slice(0, failed.start).split('\n').length}` : '';
    console.log(`${path}:${where} ${reason === undefined ? (difference ?? '') : `known: ${reason}`}`);
  }
  console.log(`CPython parses ${files} files of ${lines} lines and refuses ${refused}.`);
  console.log(
    `Of those it parses ${withErrors} have errors here and ${differing} differ, ${unknown} of them for reasons not known.`,
  );
  return unknown;
}

async function record(): Promise<void> {
  const folder = new URL('../../test/python/recordings/', import.meta.url).pathname;
  for await (const { path, error, tree, scopes } of dumps(pythonFiles(folder))) {
    if (error !== undefined) throw new Error(`${path}: ${error}`);
    writeFileSync(path.replace(/\.py$/, '.json'), `${JSON.stringify({ tree, scopes })}\n`);
  }
}

const { values, positionals } = parseArgs({ options: { record: { type: 'boolean', default: false } }, allowPositionals: true });
if (values.record) await record();
else {
  const library = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])';
  const folder = positionals[0] ?? execFileSync('python3', ['-c', library], { encoding: 'utf8' }).trim();
  process.exitCode = (await compare(folder)) > 0 ? 1 : 0;
}
