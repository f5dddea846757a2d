/**
 * Reading programs at length: every file of the local Python's standard library, time as a file grows, memory over edits.
 *
 *     npm run bench:reading [-- --files N]
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { PythonParser } from '../src/python/parser';
import { guests } from '../src/read/guests';
import { interpret } from '../src/read/python/run';
import { buildProgram } from '../src/read/runs/program';
import { testParser } from '../test/support/parser';

const { values: options } = parseArgs({ options: { files: { type: 'string', default: '100000' } } });
const root = fileURLToPath(new URL('../', import.meta.url));

/** Parses and reads one text; gives the steps taken and the milliseconds of processor time. */
function read(parser: PythonParser, text: string): { readonly steps: number; readonly ms: number; readonly runs: number } {
  const source = { id: 'main.py', text };
  const before = process.cpuUsage();
  const modules = new Map([[source.id, parser.parse(text)]]);
  const input = { entry: source.id, sources: new Map([[source.id, source]]), modules, resolve: () => undefined };
  const machine = interpret(input, guests);
  const { runs } = buildProgram(machine);
  const { user, system } = process.cpuUsage(before);
  return { steps: machine.budget.steps, ms: (user + system) / 1000, runs: runs.length };
}

function pythonFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['site-packages', 'dist-packages', '__pycache__'].includes(entry.name) ? [] : pythonFiles(path);
    return entry.name.endsWith('.py') ? [path] : [];
  });
}

const parser = await testParser();

const library = execFileSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'], {
  encoding: 'utf8',
}).trim();
const files = pythonFiles(library).slice(0, Number(options.files));
let failed = 0;
let characters = 0;
let most = { path: '', steps: 0, ms: 0 };
let slowest = { path: '', steps: 0, ms: 0 };
const started = process.cpuUsage();
for (const path of files) {
  const text = readFileSync(path, 'utf8');
  characters += text.length;
  try {
    const { steps, ms } = read(parser, text);
    if (steps > most.steps) most = { path, steps, ms };
    if (ms > slowest.ms) slowest = { path, steps, ms };
  } catch (error) {
    failed += 1;
    console.log(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
const used = process.cpuUsage(started);
console.log(
  `standard library: ${files.length} files, ${characters} characters, ${failed} failed, ${((used.user + used.system) / 1e6).toFixed(1)} s of processor time`,
);
console.log(`  most steps: ${most.steps} (${most.path}); slowest: ${slowest.ms.toFixed(0)} ms (${slowest.path})`);

// The same program once, 4 and 16 times over: with names made different, so that no copy is like another.
const base = readdirSync(join(root, 'tools/facts/programs'))
  .filter((name) => name.endsWith('.py'))
  .map((name) => readFileSync(join(root, 'tools/facts/programs', name), 'utf8'))
  .join('\n');
for (let i = 0; i < 3; i++) read(parser, base);
const times = [1, 4, 16].map((copies) => {
  const text = Array.from({ length: copies }, (_, i) => base.replaceAll(/\bmodel\b/g, `model${i}`)).join('\n');
  const best = Math.min(...Array.from({ length: 3 }, () => read(parser, text).ms));
  return { copies, best, runs: read(parser, text).runs };
});
const [one] = times;
for (const { copies, best, runs } of times)
  console.log(
    `${copies} x ${base.length} characters: ${best.toFixed(0)} ms, ${runs} runs, ${(best / (one?.best ?? 1) / copies).toFixed(2)} of linear`,
  );

// Memory after many edits of one program, each read anew as the editor does.
const heap = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};
for (let i = 0; i < 100; i++) read(parser, `${base}\n# ${i}`);
const before = heap();
for (let i = 0; i < 1000; i++) read(parser, `${base}\nunits_${i} = ${i}`);
console.log(
  `memory: ${before.toFixed(1)} MB before and ${heap().toFixed(1)} MB after 1,000 edits${globalThis.gc ? '' : ' (with --expose-gc the figures are exact)'}`,
);
