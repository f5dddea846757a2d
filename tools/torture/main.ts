/**
 * Tries to break Loss Probe: `npm run torture -- [--count N] [--seed S] [--from N]`.
 *
 * Every input goes through reading, rules, each fix, all fixes, planning and, where it lies in a notebook, being written back (`checks.ts`). What
 * fails is made smaller and printed; counts are printed at the end. An input that takes more than two seconds of the processor counts as a hang.
 * CPython, where there is one, is asked too whether the text of every fix that is offered still parses.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { testParser } from '../../test/support/parser';
import { noCounts, torture, type Input } from './checks';
import { inputs, smaller } from './inputs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});

const hangMs = 2000;
const parser = await testParser();
const counts = noCounts();
const kinds = new Map<string, number>();
let hangs = 0;
let slowest = 0;

const sameKind = (detail: string): string => detail.split('\n').slice(0, 2).join(' ').replaceAll(/\d+/g, '#');

function failed(kind: string, detail: string, { text, notebook }: Input, again: (text: string) => boolean): void {
  const key = `${kind}: ${sameKind(detail)}`;
  const before = kinds.get(key) ?? 0;
  kinds.set(key, before + 1);
  if (before > 0) return;
  const shown = notebook ?? smaller(text, again);
  console.log(`--- ${kind}: ${detail.split('\n').slice(0, 6).join('\n')}\n${shown}`);
}

/** Pairs of a text and the text after a fix; of the first kind CPython must accept the second if it accepts the first. */
const pairs: { readonly before: string; readonly after: string }[] = [];

function askPython(): void {
  const texts = pairs.flatMap(({ before, after }) => [before, after]);
  const asked = spawnSync('python3', [fileURLToPath(new URL('../fixes/parse.py', import.meta.url))], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (asked.status === 0) {
    const answers = JSON.parse(asked.stdout) as readonly (string | null)[];
    pairs.forEach(({ before, after }, i) => {
      const message = answers[2 * i + 1];
      if (answers[2 * i] === null && typeof message === 'string')
        failed('CPython', message, { text: `${before}\n=====\n${after}` }, () => false);
    });
  }
  pairs.length = 0;
}

// Whoever ends it early is told what was done so far.
const stop = { asked: false };
process.on('SIGINT', () => (stop.asked = true));

for (const input of inputs(Number(values.seed), Number(values.count), Number(values.from))) {
  const started = process.cpuUsage();
  const { failures, fixed } = torture(parser, input, counts);
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  slowest = Math.max(slowest, ms);
  if (ms > hangMs) {
    hangs++;
    failed('hang', `${Math.round(ms)} ms`, input, () => false);
  }
  for (const { check, detail } of failures) {
    const again = (text: string): boolean =>
      torture(parser, { text }, noCounts()).failures.some(
        (one) => one.check === check && sameKind(one.detail) === sameKind(detail),
      );
    failed(check, detail, input, again);
  }
  if (input.notebook === undefined) pairs.push(...fixed.map((after) => ({ before: input.text, after })));
  if (pairs.length >= 400) askPython();
  if (counts.inputs % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  if (stop.asked) break;
  if (counts.inputs % 10_000 === 0) console.log(`${counts.inputs} inputs, ${kinds.size} kinds of failure`);
}
function tell(): void {
  askPython();
  console.log(JSON.stringify({ seed: Number(values.seed), ...counts, hangs, slowestMs: Math.round(slowest) }));
  for (const [kind, times] of kinds) console.log(`${times} x ${kind}`);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(`${kinds.size} kinds of failure; ${memory} MB in the end.`);
  process.exitCode = kinds.size > 0 ? 1 : 0;
}

tell();
