/**
 * Tries to break Loss Probe: `npm run torture -- [--count N] [--seed S] [--from N] [--jobs N]`.
 *
 * Every program goes through reading, rules, each fix, all fixes, planning and, where it lies in a notebook, being written back (`checks.ts`); data
 * files, logs and settings through what reads them (`surrounding-checks.ts`). The work is done by processes of bounded memory: one that dies, or
 * says nothing for two minutes, is a failure of the input it was at. An input that takes more than two seconds of the processor counts as a hang.
 * What fails is made smaller and printed; counts are printed at the end. CPython, where there is one, is asked whether every fix still parses.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { noCounts, type Counts } from './checks';
import type { Block, Failed, Told } from './worker';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});

/** As many inputs as a process is given at once: what is kept of one block is gone before the next. */
const blockSize = 500;
const heapMegabytes = 1024;
const silenceMs = 120_000;

const seed = Number(values.seed);
const end = Number(values.from) + Number(values.count);
let next = Number(values.from);
const kinds = new Map<string, number>();
const total = { hangs: 0, slowestMs: 0, memory: 0 };
const counts: Counts = noCounts();
let stopped = false;

function note({ kind, detail, shown }: Failed): void {
  const before = kinds.get(kind) ?? 0;
  kinds.set(kind, before + 1);
  if (before === 0) console.log(`--- ${kind}: ${detail.split('\n').slice(0, 6).join('\n')}\n${shown}`);
}

function taken(): Block | undefined {
  if (stopped || next >= end) return undefined;
  const block = { seed, from: next, count: Math.min(blockSize, end - next) };
  next += block.count;
  return block;
}

const start = (): ChildProcess =>
  fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', `--max-old-space-size=${heapMegabytes}`],
  });

/** Blocks one after the other in a process, which is replaced where it dies: the rest of its block goes on behind the input that it died of. */
async function job(): Promise<void> {
  let child = start();
  for (let block = taken(); block;) {
    const rest = await run(child, block);
    if (rest) child = start();
    block = rest && rest.count > 0 ? rest : taken();
  }
  child.disconnect();
}

function run(child: ChildProcess, block: Block): Promise<Block | undefined> {
  return new Promise((resolve) => {
    let at = block.from;
    let timer: NodeJS.Timeout | undefined;
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), silenceMs);
    };
    const settle = (rest: Block | undefined): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(rest);
    };
    child.on('message', (told: Told) => {
      watch();
      if (told.kind === 'at') at = told.input;
      else if (told.kind === 'failed') note(told.failed);
      else {
        add(told);
        settle(undefined);
      }
    });
    child.on('exit', (code, signal) => {
      note({ kind: 'process', detail: `died (${signal ?? code ?? ''})`, shown: `--seed ${seed} --from ${at} --count 1` });
      counts.inputs += at - block.from + 1;
      settle({ ...block, from: at + 1, count: block.from + block.count - at - 1 });
    });
    watch();
    child.send(block);
  });
}

function add({ counts: more, hangs, slowestMs, memory }: Extract<Told, { kind: 'done' }>): void {
  const before = counts.inputs;
  for (const name of Object.keys(counts) as (keyof Counts)[]) counts[name] += more[name];
  total.hangs += hangs;
  total.slowestMs = Math.max(total.slowestMs, slowestMs);
  total.memory = Math.max(total.memory, memory);
  if (Math.floor(before / 10_000) < Math.floor(counts.inputs / 10_000))
    console.log(`${counts.inputs} inputs, ${kinds.size} kinds of failure`);
}

// Whoever ends it early is told what was done so far.
process.on('SIGINT', () => (stopped = true));

await Promise.all(Array.from({ length: Number(values.jobs) }, job));
console.log(JSON.stringify({ seed, ...counts, hangs: total.hangs, slowestMs: total.slowestMs }));
for (const [kind, times] of kinds) console.log(`${times} x ${kind}`);
console.log(`${kinds.size} kinds of failure; ${Math.round(total.memory / 1e6)} MB at most in one process.`);
process.exitCode = kinds.size > 0 ? 1 : 0;
