/**
 * Which symptoms recorded logs show, with the program withheld: `tsx tools/logs/judge.ts FOLDER`. Of programs whose symptoms are known, whether
 * one of them is named; of the gallery's bad programs, what each rule's mistake looks like.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLog } from '../../src/evidence/log/read-log';
import { recognise } from '../../src/evidence/log/recognise';

interface Case {
  readonly name: string;
  readonly truth: readonly string[];
  readonly symptoms: readonly string[];
}

const folder = process.argv[2] ?? 'test/evidence/logs/first';
const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as readonly Case[];
let right = 0;
for (const { name, truth, symptoms } of cases) {
  const path = join(folder, `${name}.log`);
  if (!existsSync(path)) continue;
  const { fits, warnings } = readLog(readFileSync(path, 'utf8'));
  const fit = fits.at(-1);
  const seen = fit && recognise(fit);
  const kinds: readonly string[] = seen?.symptoms.map(({ kind }) => kind) ?? [];
  const good = truth.length === 0 ? kinds.length === 0 : kinds.some((kind) => symptoms.includes(kind));
  if (good) right++;
  console.log(
    `${good ? '  ' : '! '}${name.padEnd(24)} ${seen?.state ?? 'none'} [${kinds.join(' ')}] wanted [${symptoms.join(' ')}] ${seen?.course ?? ''} ${warnings.map(({ kind }) => kind).join(' ')}`,
  );
}
console.log(`${right} of ${cases.length}`);
