/** The inputs of a run, the same for the same seed: made-up programs, damaged examples, and notebooks of either, broken in many ways. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { generator, mutate } from '../../test/support/mutate';
import type { Input } from './checks';
import { program } from './grammar';
import { surrounding } from './surroundings';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The gallery and the programs whose facts are compared with Keras. */
export function examples(): readonly string[] {
  return ['examples', 'tools/facts/programs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.py'))
      .toSorted()
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
}

const magics = [
  '%matplotlib inline\n',
  '!pip install keras \\\n  numpy\n',
  '%%time\n',
  '# title\r\n# more\r\n',
  'x = !ls\n',
  '?help\n',
  '%timeit -n 3 f(x)\n',
  'é\u2028\n',
];

/** A notebook of the text, its cells cut anywhere between lines, written as various programs write them. */
function notebookOf(text: string, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const lines = text.split(/(?<=\n)/);
  const cells: unknown[] = [];
  while (lines.length > 0) {
    const own = lines.splice(0, 1 + Math.floor(random() * 8)).join('');
    const source = random() < 0.2 ? pick(magics) + own : own;
    cells.push({
      cell_type: random() < 0.9 ? 'code' : pick(['markdown', 'raw', 'constructor']),
      metadata: {},
      outputs: [],
      source: random() < 0.7 ? source.split(/(?<=\n)/) : source,
    });
    if (random() < 0.05)
      cells.push(pick([null, 3, 'x', [], {}, { cell_type: 'code' }, { cell_type: 'code', source: [null, 1, 'x'] }]));
  }
  const notebook = { cells, metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5, __proto__: null };
  const json = JSON.stringify(notebook, null, pick([0, 1, '\t']));
  const written =
    random() < 0.3 ? json.replaceAll(/[^\p{ASCII}]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
  if (random() < 0.05) return `\ufeff${written}`;
  // Cut off, or damaged in the middle: it may be no JSON any more.
  return random() < 0.05 ? written.slice(0, Math.floor(random() * written.length)) : written;
}

/** Inputs are made in batches, each from its own seed, so that input number n is the same wherever a run begins. */
const batch = 500;

/** @param from number of the first input, so that a run can be taken up again */
export function* inputs(seed: number, count: number, from = 0): Generator<Input> {
  const damaged = examples();
  const end = from + count;
  for (let first = from - (from % batch); first < end; first += batch) {
    const random = generator(seed * 1_000_003 + first);
    const made = fc.sample(program, { seed: seed * 1_000_003 + first, numRuns: batch });
    for (const [i, own] of made.entries()) {
      const input = inputOf(own, damaged, random);
      if (first + i >= end) return;
      if (first + i >= from) yield input;
    }
  }
}

function inputOf(own: string, damaged: readonly string[], random: () => number): Input {
  const example = damaged[Math.floor(random() * damaged.length)] ?? '';
  const kind = random();
  if (kind >= 0.9) return surrounding(random);
  const text = kind < 0.4 ? own : kind < 0.55 ? mutate(own, random) : kind < 0.87 ? mutate(example, random) : example;
  return random() < 0.2 ? { kind: 'program', text, notebook: notebookOf(text, random) } : { kind: 'program', text };
}

/** A shorter input of which the same still holds: lines are left out as long as that is possible, the largest parts first. */
export function smaller(text: string, holds: (text: string) => boolean): string {
  let lines = text.split(/(?<=\n)/);
  for (let size = Math.ceil(lines.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < lines.length;) {
      const without = [...lines.slice(0, at), ...lines.slice(at + size)];
      if (holds(without.join(''))) lines = without;
      else at += size;
    }
  }
  return lines.join('');
}
