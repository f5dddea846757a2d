import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A text, and the same after a fix. */
export interface Pair {
  readonly before: string;
  readonly after: string;
}

/** Of texts that CPython accepts, those it does not accept after the fix. Nothing where there is no CPython. */
export function askPython(pairs: readonly Pair[]): readonly { readonly pair: Pair; readonly message: string }[] {
  const texts = [...new Set(pairs.flatMap(({ before, after }) => [before, after]))];
  const asked = spawnSync('python3', [fileURLToPath(new URL('../fixes/parse.py', import.meta.url))], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (asked.status !== 0) return [];
  const answers = JSON.parse(asked.stdout) as readonly (string | null)[];
  const answerTo = new Map(texts.map((text, i) => [text, answers[i] ?? null]));
  return pairs.flatMap((pair) => {
    const message = answerTo.get(pair.after);
    return answerTo.get(pair.before) === null && typeof message === 'string' ? [{ pair, message }] : [];
  });
}
