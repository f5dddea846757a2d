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
 */
export const pack = (
  keras3: ReadonlyMap<string, RecordedSignature>,
  keras2: ReadonlyMap<string, RecordedSignature>,
): { readonly parameters: string; readonly keras3: string; readonly keras2: string } => {
  const uses = new Map<string, number>();
  for (const signature of new Set([...keras3.values(), ...keras2.values()].map((one) => one.map(spell).join(' '))))
    for (const parameter of signature.split(' ')) if (parameter !== '') uses.set(parameter, (uses.get(parameter) ?? 0) + 1);
  const table = [...uses]
    .filter(([parameter, count]) => count > 1 && parameter.length > 2)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([parameter]) => parameter);
  const codes = new Map(table.map((parameter, index) => [parameter, `$${base62(index)}`]));
  const lines = (signatures: ReadonlyMap<string, RecordedSignature>): string => {
    const modules = new Map<string, Map<string, string[]>>();
    for (const [path, signature] of [...signatures].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const dot = path.lastIndexOf('.');
      const module = path.slice(0, dot);
      const text = signature
        .map(spell)
        .map((parameter) => codes.get(parameter) ?? parameter)
        .join(' ');
      const groups = modules.get(module) ?? new Map<string, string[]>();
      modules.set(module, groups.set(text, [...(groups.get(text) ?? []), path.slice(dot + 1)]));
    }
    return [...modules]
      .map(([module, groups]) =>
        [`# ${module}`, ...[...groups].map(([text, names]) => `${names.join(',')} ${text}`.trim())].join('\n'),
      )
      .join('\n');
  };
  return { parameters: table.join(' '), keras3: lines(keras3), keras2: lines(keras2) };
};

const base62 = (value: number): string => (value >= 62 ? base62(Math.floor(value / 62)) : '') + digits.charAt(value % 62);
