/**
 * Runs the gallery in real Keras: `npm run parity:gallery -- [--only TEXT]`. Every program must run through its first two epochs, and a bad one that Keras
 * refuses must be refused in the words its rule promises (`docs.raises`, or `docs.unavailable` for both). The last result is `tools/gallery/last-result.json`; with `--only`, it is
 * updated for these programs. A program that does otherwise ends it with 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rules } from '../../src/rules/index';
import { runPython } from '../python/environment';
import { galleryFolder, galleryPrograms, type GalleryProgram } from './files';

interface RunRecord {
  readonly name: string;
  readonly error: string | null;
  readonly seconds: number;
  /** Of the epochs of the last `fit`; what is not finite, in words. */
  readonly loss: readonly (number | string)[];
}

interface Outcome {
  readonly ended: 'ran' | 'raised';
  readonly message?: string;
  readonly seconds: number;
  /** Of the last epoch. */
  readonly loss?: number | string;
}

interface Result {
  readonly versions: unknown;
  readonly programs: Readonly<Record<string, Outcome>>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const resultFile = join(root, 'tools/gallery/last-result.json');
const { values: options } = parseArgs({ options: { only: { type: 'string', multiple: true } } });

const shortName = ({ path }: GalleryProgram): string => path.slice(galleryFolder.length + 1);
const all = galleryPrograms(rules);
const { only } = options;
const chosen = only === undefined ? all : all.filter((program) => only.some((text) => shortName(program).includes(text)));

const jobs = chosen.map((program) => ({ name: shortName(program), text: readFileSync(join(root, program.path), 'utf8') }));
process.stderr.write(`Running ${jobs.length} programs in real Keras.\n`);
const out = await runPython('keras3', join(root, 'tools/gallery/run.py'), JSON.stringify(jobs));

let versions: unknown;
const outcomes: Record<string, Outcome> = {};
for (const line of out.split('\n').filter((one) => one.startsWith('{'))) {
  const record = JSON.parse(line) as RunRecord | { readonly versions: unknown };
  if ('versions' in record) versions = record.versions;
  else outcomes[record.name] = outcomeOf(record);
}

function outcomeOf({ error, seconds, loss }: RunRecord): Outcome {
  const last = loss.at(-1);
  return {
    ended: error === null ? 'ran' : 'raised',
    ...(error !== null && { message: withoutCalls(error) }),
    seconds,
    ...(last !== undefined && { loss: typeof last === 'number' ? Number(last.toPrecision(4)) : last }),
  };
}

/** TensorFlow puts the calls that led there, with the paths of this machine, before what it has to say. */
function withoutCalls(error: string): string {
  return error
    .replaceAll(/\s*File ".*", line \d+, in \S+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const wrong = chosen.flatMap((program): readonly string[] => {
  const name = shortName(program);
  const outcome = outcomes[name];
  const { raises, unavailable } = program.rule.docs;
  const promised = unavailable ?? (program.kind === 'bad' ? raises : undefined);
  if (outcome === undefined) return [`${name}: no answer`];
  if (promised === undefined) return outcome.ended === 'ran' ? [] : [`${name}: ${outcome.message ?? ''}`];
  if (outcome.ended === 'ran') return [`${name}: ran, but its rule says Keras stops with "${promised}"`];
  return outcome.message?.includes(promised) === true ? [] : [`${name}: not "${promised}" but ${outcome.message ?? ''}`];
});

const previous = only === undefined ? undefined : (JSON.parse(readFileSync(resultFile, 'utf8')) as Result);
const known = new Set(all.map(shortName));
const merged = Object.entries({ ...previous?.programs, ...outcomes })
  .filter(([name]) => known.has(name))
  .toSorted(([a], [b]) => (a < b ? -1 : 1));
const result: Result = { versions, programs: Object.fromEntries(merged) };
writeFileSync(resultFile, `${JSON.stringify(result, null, 2)}\n`);

for (const line of wrong) console.log(line);
const raised = Object.values(outcomes).filter(({ ended }) => ended === 'raised').length;
console.log(
  `${chosen.length} programs: ${chosen.length - raised} ran, ${raised} were refused by Keras; ${wrong.length} did not do as their rule says.`,
);
process.exitCode = wrong.length > 0 ? 1 : 0;
