/**
 * Compares the parser with CPython's on every file of a folder (by default the standard library of the `python3` at hand):
 * structure and spans. Prints each file that differs and the totals; exits 1 if more files differ than `--allow N`.
 *
 *     tsx tools/python-ast/main.ts [--allow N] [--record] [FOLDER]
 *
 * With `--record` it writes CPython's trees of test/python/cpython/*.py beside them, for `npm test` to replay without Python.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { testParser } from '../../test/support/parser';
import { type Canonical, canonical, firstDifference } from './canonical';

interface Dumped {
  readonly path: string;
  readonly error?: string;
  readonly text: string;
  readonly tree: Canonical;
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
  const totals = { files: 0, lines: 0, refused: 0, withErrors: 0, differing: 0 };
  for await (const { path, error, text, tree } of dumps(pythonFiles(folder))) {
    if (error !== undefined) {
      totals.refused++;
      continue;
    }
    totals.files++;
    totals.lines += text.split('\n').length;
    const module = parser.parse(text);
    const difference = firstDifference(canonical(module), tree);
    if (module.errors.length > 0) totals.withErrors++;
    if (difference === undefined && module.errors.length === 0) continue;
    totals.differing++;
    const error0 = module.errors[0];
    const where = error0
      ? ` error at line ${text.slice(0, error0.start).split('\n').length}: ${JSON.stringify(text.slice(error0.start, error0.start + 60))}`
      : '';
    console.log(`${path}:${where} ${difference ?? ''}`);
  }
  const { files, lines, refused, withErrors, differing } = totals;
  console.log(
    `${files} files of ${lines} lines that CPython parses (${refused} it does not): ${withErrors} with errors, ${differing} differ`,
  );
  return differing;
}

async function record(): Promise<void> {
  const folder = new URL('../../test/python/cpython/', import.meta.url).pathname;
  for await (const { path, error, tree } of dumps(pythonFiles(folder))) {
    if (error !== undefined) throw new Error(`${path}: ${error}`);
    writeFileSync(path.replace(/\.py$/, '.json'), `${JSON.stringify(tree)}\n`);
  }
}

const { values, positionals } = parseArgs({
  options: { allow: { type: 'string', default: '0' }, record: { type: 'boolean', default: false } },
  allowPositionals: true,
});
if (values.record) await record();
else {
  const library = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])';
  const folder = positionals[0] ?? execFileSync('python3', ['-c', library], { encoding: 'utf8' }).trim();
  process.exitCode = (await compare(folder)) > Number(values.allow) ? 1 : 0;
}
