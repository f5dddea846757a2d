import type { RecordedParameter, RecordedSignature } from './recording';

const prefixes: Readonly<Record<string, string>> = {
  positionalOnly: '/',
  normal: '',
  keywordOnly: '!',
  star: '*',
  doubleStar: '**',
};
const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** `units`, `!training=false`, `**kwargs`, `dtype~float` (a default that is not plain data). Spaces are written as `%20`. */
export const spell = ([name, role, fallback]: RecordedParameter): string => {
  const head = `${prefixes[role] ?? ''}${name}`;
  if (fallback === undefined) return head;
  const opaque = typeof fallback === 'object' && fallback !== null && 'opaque' in fallback ? String(fallback.opaque) : undefined;
  return (opaque === undefined ? `${head}=${JSON.stringify(fallback)}` : `${head}~${opaque}`)
    .replaceAll('%', '%25')
    .replaceAll(' ', '%20');
};

/**
 * Signatures as text: a table of the parameters that occur more than once, then a line per set of functions of a module that share
 * their parameters. A parameter is `$` and its place in the table (base 62), or itself.
 *
 * Of Keras 2, only what differs: `@` and two digits copy a run of the same function's Keras 3 parameters (first, length), and a line
 * that starts with `-` names what Keras 2 lacks.
 */
export const pack = (
  keras3: ReadonlyMap<string, RecordedSignature>,
  keras2: ReadonlyMap<string, RecordedSignature>,
  absentInKeras2: readonly string[],
): { readonly parameters: string; readonly keras3: string; readonly keras2: string } => {
  const newer = new Map([...keras3].map(([name, signature]) => [name, signature.map(spell)]));
  const older = new Map([...keras2].map(([name, signature]) => [name, withRuns(signature.map(spell), newer.get(name) ?? [])]));
  const uses = new Map<string, number>();
  for (const line of new Set([...newer.values(), ...older.values()].map((words) => words.join(' '))))
    for (const word of line.split(' ')) if (word.length > 2 && !word.startsWith('@')) uses.set(word, (uses.get(word) ?? 0) + 1);
  const table = [...uses]
    .filter(([, count]) => count > 1)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([word]) => word);
  const codes = new Map(table.map((word, index) => [word, `$${base62(index)}`]));
  const coded = (signatures: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> =>
    new Map([...signatures].map(([name, words]) => [name, words.map((word) => codes.get(word) ?? word).join(' ')]));
  return {
    parameters: table.join(' '),
    keras3: lines(coded(newer)),
    keras2: lines(new Map([...coded(older), ...absentInKeras2.map((name) => [name, '-'] as const)])),
  };
};

/** A line per module and distinct text, `name,name text`; `-name,name` for the text `-`. */
function lines(signatures: ReadonlyMap<string, string>): string {
  const modules = new Map<string, Map<string, string[]>>();
  for (const [path, text] of [...signatures].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const dot = path.lastIndexOf('.');
    const module = path.slice(0, dot);
    const groups = modules.get(module) ?? new Map<string, string[]>();
    modules.set(module, groups.set(text, [...(groups.get(text) ?? []), path.slice(dot + 1)]));
  }
  return [...modules]
    .map(([module, groups]) =>
      [
        `# ${module}`,
        ...[...groups].map(([text, names]) => (text === '-' ? `-${names.join(',')}` : `${names.join(',')} ${text}`.trim())),
      ].join('\n'),
    )
    .join('\n');
}

/** Replaces runs that stand in `other` too by where they stand there. */
function withRuns(words: readonly string[], other: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    const first = other.indexOf(words[at] ?? '');
    let length = 0;
    while (first >= 0 && length < 61 && at + length < words.length && other[first + length] === words[at + length]) length++;
    const worthIt = length > 1 && first < 62;
    out.push(worthIt ? `@${base62(first)}${base62(length)}` : (words[at] ?? ''));
    at += worthIt ? length : 1;
  }
  return out;
}

const base62 = (value: number): string => (value >= 62 ? base62(Math.floor(value / 62)) : '') + digits.charAt(value % 62);
