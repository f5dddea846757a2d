/**
 * Applies every fix to every program, each alone, and holds the result to what a fix promises:
 * `npm run check:fixes -- [--mirror DIR --manifest FILE ...] [--only TEXT]`.
 *
 * The text must still parse with CPython, the finding must be gone, no new warning or error may appear; all safe fixes together must end.
 * Without a mirror, the examples are checked. All rules are on. Nothing of the corpora is kept but counts, in `tools/fixes/last-result.json`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { testParser } from '../../test/support/parser';
import { corpusPrograms } from '../corpus/manifest';
import { judgedProgram, judgeFixes, type FixedText, type Violation } from './judge';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values: options } = parseArgs({
  options: {
    mirror: { type: 'string' },
    manifest: { type: 'string', multiple: true, default: [] },
    only: { type: 'string' },
  },
});

const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:py|ipynb)$/.test(name))
  .toSorted()
  .map((name) => ({ name: `examples/${name}`, raw: readFileSync(join(root, 'examples', name), 'utf8') }));
const corpora = options.manifest.flatMap((manifest) => corpusPrograms(options.mirror ?? '', manifest));
const programs = [...examples, ...corpora].flatMap(({ name, raw }) =>
  options.only === undefined || name.includes(options.only) ? (judgedProgram(name, raw) ?? []) : [],
);

/** What CPython says of each text; null where it parses. */
function cpython(texts: readonly string[]): readonly (string | null)[] {
  const { status, stdout, stderr, error } = spawnSync('python3', [join(root, 'tools/fixes/parse.py')], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`python3 cannot say what parses: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as readonly (string | null)[];
}

const parser = await testParser();
const violations: Violation[] = [];
const texts: FixedText[] = [];
const fixes: Record<string, number> = {};
let findings = 0;
for (const program of programs) {
  const judged = judgeFixes(parser, program);
  findings += judged.findings;
  violations.push(...judged.violations);
  texts.push(...judged.texts);
  for (const [rule, count] of Object.entries(judged.fixes)) fixes[rule] = (fixes[rule] ?? 0) + count;
}

// A program that CPython refuses as it is (Python 2, a stray magic) is held to the parser's own judgement alone.
const originals = cpython(programs.map(({ source }) => source.text));
const sound = new Set(programs.filter((_, i) => originals[i] === null).map(({ name }) => name));
const judgedTexts = texts.filter(({ program }) => sound.has(program));
cpython(judgedTexts.map(({ text }) => text)).forEach((message, i) => {
  const fixed = judgedTexts[i];
  if (!fixed || message === null) return;
  const { program, line, rule, title } = fixed;
  violations.push({ program, line, rule, title, kind: 'does not parse', detail: message });
});

for (const { program, line, rule, title, kind, detail } of violations) {
  console.log(`${program}:${line} ${rule} "${title}" ${kind}${detail === '' ? '' : `: ${detail}`}`);
}
const applied = Object.values(fixes).reduce((sum, count) => sum + count, 0);
console.log(
  `${programs.length} programs (${programs.length - sound.size} that CPython refuses as they are), ${findings} findings, ${applied} fixes applied, ${violations.length} violations.`,
);
if (options.only === undefined) {
  const kinds: Record<string, number> = {};
  for (const { kind, rule } of violations) kinds[`${rule}: ${kind}`] = (kinds[`${rule}: ${kind}`] ?? 0) + 1;
  const result = {
    programs: {
      examples: examples.length,
      corpora: programs.length - examples.length,
      refusedByCPython: programs.length - sound.size,
    },
    findings,
    fixes: Object.fromEntries(Object.entries(fixes).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    applied,
    violations: kinds,
  };
  writeFileSync(join(root, 'tools/fixes/last-result.json'), `${JSON.stringify(result, null, 2)}\n`);
}
process.exitCode = violations.length > 0 ? 1 : 0;
