/**
 * Holds what is read from programs to what real Keras gets when they run: `npm run parity:facts -- [--mirror DIR --manifest FILE ...] [--only TEXT]`.
 *
 * Without a mirror, the examples and `tools/facts/programs` are compared. Rows of a manifest are `{"repo", "commit", "path"}`, one JSON a line;
 * DIR holds one folder per repository, named OWNER+NAME, with its git directory at `repo/`. Nothing of those programs is kept.
 * The last result is `tools/facts/last-result.json`. A fact stated as known that differs ends it with 1.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadClosure } from '../../src/read/closure';
import { readProgram } from '../../src/read/read';
import type { TrainingProgram, TrainingRun } from '../../src/facts/training';
import { lineTable } from '../../src/text/lines';
import { readNotebook } from '../../src/text/notebook';
import { testParser } from '../../test/support/parser';
import { corpusPrograms } from '../corpus/manifest';
import { runPython, type PythonEnvironmentName } from '../python/environment';
import { compareRun, type Compared, type Verdict } from './compare';
import type { CallRecord, ProgramRecord } from './records';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values: options } = parseArgs({
  options: {
    mirror: { type: 'string' },
    manifest: { type: 'string', multiple: true },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

interface Job {
  readonly name: string;
  readonly file: string;
  readonly folder: string;
  readonly program: TrainingProgram;
  readonly text: string;
}

const folder = mkdtempSync(join(tmpdir(), 'loss-probe-facts-'));

/** A program's text: of a notebook, its code with magics masked. */
function textOf(name: string, raw: string): string | undefined {
  if (!name.endsWith('.ipynb')) return raw;
  const notebook = readNotebook(raw);
  return notebook.ok ? notebook.text : undefined;
}

async function jobOf(name: string, raw: string): Promise<Job | undefined> {
  const text = textOf(name, raw);
  if (text === undefined || !/keras|tensorflow/.test(text)) return undefined;
  const own = join(folder, String(jobs.length));
  mkdirSync(own);
  const file = join(own, 'program.py');
  writeFileSync(file, text);
  const source = { id: file, text };
  const input = await loadClosure(
    { source, module: (await testParser()).parse(text) },
    { root: own, read: () => Promise.resolve(undefined) },
  );
  return { name, file, folder: own, program: readProgram(input), text };
}

const jobs: Job[] = [];
const add = async (name: string, raw: string): Promise<void> => {
  if (options.only !== undefined && !name.includes(options.only)) return;
  const job = await jobOf(name, raw);
  if (job) jobs.push(job);
};

for (const part of ['examples', 'tools/facts/programs']) {
  for (const name of readdirSync(join(root, part)).toSorted())
    if (/\.(py|ipynb)$/.test(name)) await add(`${part}/${name}`, readFileSync(join(root, part, name), 'utf8'));
}
for (const manifest of options.manifest ?? []) {
  for (const { name, raw } of corpusPrograms(options.mirror ?? '', manifest)) await add(name, raw);
}

/** Programs that never train a Keras model have nothing to compare. */
const compared = jobs.filter(({ program }) =>
  program.runs.some(({ loop, compile }) => loop.kind === 'fit' || compile !== undefined),
);
const environmentOf = ({ program }: Job): PythonEnvironmentName => (program.runs[0]?.keras.version === 2 ? 'keras2' : 'keras3');

const records = new Map<string, ProgramRecord>();
const versions: Record<string, unknown> = {};
for (const environment of ['keras3', 'keras2'] as const) {
  const mine = compared.filter((job) => environmentOf(job) === environment);
  if (mine.length === 0) continue;
  const list = JSON.stringify(mine.map(({ file, folder: own }) => ({ name: file, file, folder: own })));
  process.stderr.write(`Running ${mine.length} programs in ${environment}.\n`);
  const out = await runPython(environment, join(root, 'tools/facts/record.py'), list);
  for (const line of out.split('\n').filter((one) => one.startsWith('{'))) {
    const one = JSON.parse(line) as ProgramRecord | { versions: unknown };
    if ('versions' in one) versions[environment] = one.versions;
    else records.set(one.name, one);
  }
}

/** Runs and records of the same line: the same number in program order, else each run with the record that fits it best. */
function pairs(job: Job, record: ProgramRecord): readonly (readonly [TrainingRun, CallRecord])[] {
  const lines = lineTable(job.text);
  const lineOf = (offset: number): number => lines.positionAt(offset).line + 1;
  const found: (readonly [TrainingRun, CallRecord])[] = [];
  const groups = new Map<string, TrainingRun[]>();
  for (const run of job.program.runs) {
    const key =
      run.loop.kind === 'fit'
        ? `${run.loop.method} ${lineOf(run.loop.call.place.start)}`
        : run.loop.kind === 'none' && run.compile
          ? `compile ${lineOf(run.compile.place.start)}`
          : undefined;
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  for (const [key, runs] of groups) {
    const same = record.records.filter((one) => `${one.event} ${one.line}` === key);
    runs.forEach((run, i) => {
      const candidates = same.length === runs.length ? same.slice(i, i + 1) : same;
      const best = candidates.toSorted((a, b) => wrongs(run, a) - wrongs(run, b))[0];
      if (best) found.push([run, best]);
    });
  }
  return found;
}

const wrongs = (run: TrainingRun, record: CallRecord): number =>
  compareRun(run, record).filter(({ verdict }) => verdict === 'wrong').length;

const tally: Record<string, Record<Verdict, number>> = {};
const wrong: { readonly program: string; readonly facts: readonly Compared[] }[] = [];
const notRunnable: Record<string, number> = {};
let ran = 0;
let calls = 0;
for (const job of compared) {
  const record = records.get(job.file);
  if (!record) continue;
  const matched = pairs(job, record);
  if (record.records.length === 0) {
    const reason = record.ended
      .replace(/(No module named '?[\w.]+).*/, '$1')
      .replace(/['"/].*/, '')
      .slice(0, 60);
    notRunnable[reason] = (notRunnable[reason] ?? 0) + 1;
    if (options.verbose) process.stderr.write(`not runnable: ${job.name}: ${record.ended}\n`);
    continue;
  }
  ran += 1;
  calls += matched.length;
  const facts = matched.flatMap(([run, call]) => compareRun(run, call));
  for (const { field, verdict } of facts) (tally[field] ??= { right: 0, wrong: 0, unknown: 0 })[verdict] += 1;
  const bad = facts.filter(({ verdict }) => verdict === 'wrong');
  if (bad.length > 0) wrong.push({ program: job.name, facts: bad });
}
rmSync(folder, { recursive: true, force: true });

const total = Object.values(tally).reduce((sum, { wrong: count }) => sum + count, 0);
for (const { program, facts } of wrong) {
  console.log(program);
  for (const { field, line, read, recorded } of facts)
    console.log(`  line ${line}: ${field}: read ${read ?? ''}, Keras has ${recorded ?? ''}`);
}
const width = Math.max(5, ...Object.keys(tally).map((field) => field.length));
console.log(`${'field'.padEnd(width)}  right  wrong  unknown`);
for (const [field, counts] of Object.entries(tally).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(
    `${field.padEnd(width)}  ${String(counts.right).padStart(5)}  ${String(counts.wrong).padStart(5)}  ${String(counts.unknown).padStart(7)}`,
  );
console.log(
  `${ran} programs ran to ${calls} calls that were compared; ${compared.length - ran} could not run here; ${total} wrong.`,
);
if (options.only === undefined) {
  const result = {
    programs: { read: jobs.length, ran, notRunnable },
    calls,
    versions,
    fields: tally,
    wrong: wrong.map(({ program, facts }) => ({ program: basename(program), facts })),
  };
  writeFileSync(join(root, 'tools/facts/last-result.json'), `${JSON.stringify(result, null, 2)}\n`);
}
process.exitCode = total > 0 ? 1 : 0;
