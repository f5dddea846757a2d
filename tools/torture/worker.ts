/** One of the processes of `npm run torture`: takes blocks of inputs, says which input it is at, and what failed. */
import { testParser } from '../../test/support/parser';
import { noCounts, torture, type Counts, type Input } from './checks';
import { inputs, smaller } from './inputs';
import { askPython, type Pair } from './python';

export interface Block {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

export interface Failed {
  /** Failures of the same kind are counted, and shown once. */
  readonly kind: string;
  readonly detail: string;
  readonly shown: string;
}

export type Told =
  | { readonly kind: 'at'; readonly input: number }
  | { readonly kind: 'failed'; readonly failed: Failed }
  | {
      readonly kind: 'done';
      readonly counts: Counts;
      readonly hangs: number;
      readonly slowestMs: number;
      readonly memory: number;
    };

const hangMs = 2000;
const seen = new Set<string>();
const parser = await testParser();

const tell = (told: Told): Promise<void> => new Promise((resolve) => process.send?.(told, () => resolve()));

const sameKind = (detail: string): string => detail.split('\n').slice(0, 2).join(' ').replaceAll(/\d+/g, '#').slice(0, 300);

const shownOf = (input: Input): string =>
  input.kind === 'program'
    ? (input.notebook ?? input.text)
    : `${input.text}\n=====\n${input.kind === 'data' ? Buffer.from(input.bytes).toString('base64') : input.kind === 'log' ? input.log : input.paths.join('\n')}`;

/** The same input with less of its text, where the text alone makes it fail. */
function shortened(input: Input, check: string, detail: string): string {
  if (input.kind === 'program' && input.notebook !== undefined) return shownOf(input);
  const fails = (text: string): boolean =>
    torture(parser, { ...input, text }, noCounts()).failures.some(
      (one) => one.check === check && sameKind(one.detail) === sameKind(detail),
    );
  return shownOf({ ...input, text: smaller(input.text, fails) });
}

async function failed(check: string, detail: string, shown: () => string): Promise<void> {
  const kind = `${check}: ${sameKind(detail)}`;
  const first = !seen.has(kind);
  seen.add(kind);
  await tell({ kind: 'failed', failed: { kind, detail, shown: first ? shown() : '' } });
}

async function work({ seed, from, count }: Block): Promise<void> {
  const counts = noCounts();
  const pairs: Pair[] = [];
  let [hangs, slowestMs, at] = [0, 0, from];
  for (const input of inputs(seed, count, from)) {
    await tell({ kind: 'at', input: at++ });
    const started = process.cpuUsage();
    const { failures, fixed } = torture(parser, input, counts);
    const { user, system } = process.cpuUsage(started);
    const ms = Math.round((user + system) / 1000);
    slowestMs = Math.max(slowestMs, ms);
    if (ms > hangMs) {
      hangs++;
      await failed('hang', `${ms} ms`, () => shownOf(input));
    }
    for (const { check, detail } of failures) await failed(check, detail, () => shortened(input, check, detail));
    if (input.kind === 'program' && input.notebook === undefined)
      pairs.push(...fixed.map((after) => ({ before: input.text, after })));
  }
  for (const { pair, message } of askPython(pairs))
    await failed('CPython', message, () => `${pair.before}\n=====\n${pair.after}`);
  await tell({ kind: 'done', counts, hangs, slowestMs, memory: process.memoryUsage().rss });
}

process.on('message', (block: Block) => void work(block));
