/**
 * What the library functions take: names, order and defaults of their parameters, recorded from the real packages
 * (TensorFlow 2.15 with Keras 2, TensorFlow 2.21 with Keras 3) and checked against them by `npm run parity:catalogue`.
 */
import { table as namedTable } from '../facts/table';
import type { Parameter as PythonParameter } from '../python/ast';
import type { Plain } from '../facts/plain';
import { writtenParameters } from './written-signatures';
import { keras2Signatures, keras3Signatures, parameterTable } from './generated/signatures';

export interface Signature {
  /** Canonical name: `keras.layers.Dense`. */
  readonly name: string;
  /** In order, without `self`. */
  readonly parameters: readonly Parameter[];
  /** Which Keras (and the TensorFlow, numpy, pandas, scikit-learn of its time) this is of. */
  readonly keras: 2 | 3;
}

export interface Parameter {
  readonly name: string;
  readonly role: PythonParameter['role'];
  /** Absent when it must be given, or when its default is no plain data (see `opaque`). */
  readonly default?: Plain;
  /** The default's spelling when it is no plain data: `float`, `nan`, `no_default`, a function's or a class's name. */
  readonly opaque?: string;
}

/**
 * The signature of a library function, class (its constructor) or method by canonical name, with the parameters that earlier
 * versions took too (`written-signatures.ts`).
 *
 * Where only the other Keras has the name, that one's signature is given, and `keras` says so.
 * Undefined for names that the catalogue does not know.
 */
export function signatureOf(canonicalName: string, keras: 2 | 3): Signature | undefined {
  const recorded = recordedSignature(canonicalName, keras);
  if (recorded) return { ...recorded, parameters: withEarlier(canonicalName, recorded.parameters) };
  const legacy = canonicalName.replace(/^numpy\.random\.RandomState\./, 'numpy.random.');
  if (legacy !== canonicalName) return signatureOf(legacy, keras);
  const written = writtenParameters(canonicalName);
  return written && { name: canonicalName, parameters: written, keras };
}

/** The signature as the installed packages have it, and nothing else. */
export function recordedSignature(canonicalName: string, keras: 2 | 3): Signature | undefined {
  const { two, three, newOnly } = catalogue();
  const parameters =
    keras === 2 ? (two.get(canonicalName) ?? three.get(canonicalName)) : (three.get(canonicalName) ?? two.get(canonicalName));
  const of = keras === 2 ? (newOnly.has(canonicalName) ? 3 : 2) : three.has(canonicalName) ? 3 : 2;
  return parameters && { name: canonicalName, parameters, keras: of };
}

const merged = new WeakMap<readonly Parameter[], readonly Parameter[]>();

/** What earlier versions took by position too, `df.drop('y', 1)`: in the written order, with today's defaults. */
function withEarlier(canonicalName: string, recorded: readonly Parameter[]): readonly Parameter[] {
  const written = writtenParameters(canonicalName);
  if (!written) return recorded;
  const before = merged.get(recorded);
  if (before) return before;
  const names = new Set(written.map(({ name }) => name));
  const today = new Map(recorded.map((one) => [one.name, one]));
  const all = [
    ...written.map((one): Parameter => ({ ...one, ...today.get(one.name), role: 'normal' })),
    ...recorded.filter(({ name }) => !names.has(name)),
  ];
  merged.set(recorded, all);
  return all;
}

/** Whether the catalogue has a function, class or method of this canonical name. */
export const isCatalogued = (canonicalName: string): boolean => {
  const { two, three } = catalogue();
  return three.has(canonicalName) || two.has(canonicalName);
};

/** All canonical names, in no particular order. */
export const cataloguedNames = (): readonly string[] => {
  const { two, three } = catalogue();
  return [...new Set([...three.keys(), ...two.keys()])];
};

/** Must be given: no default, and not `*args` or `**kwargs`. */
export const isRequired = (parameter: Parameter): boolean =>
  parameter.default === undefined &&
  parameter.opaque === undefined &&
  parameter.role !== 'star' &&
  parameter.role !== 'doubleStar';

interface Catalogue {
  readonly three: ReadonlyMap<string, readonly Parameter[]>;
  /** Where it differs. */
  readonly two: ReadonlyMap<string, readonly Parameter[]>;
  readonly newOnly: ReadonlySet<string>;
}

let unpacked: Catalogue | undefined;

/** Unpacked at the first question, because most files never ask one. */
function catalogue(): Catalogue {
  if (unpacked === undefined) {
    const table = parameterTable.split(' ').map(readParameter);
    const three = unpack(keras3Signatures, table, new Map());
    const two = unpack(keras2Signatures, table, three.signatures);
    unpacked = { three: three.signatures, two: two.signatures, newOnly: two.absent };
  }
  return unpacked;
}

interface Unpacked {
  readonly signatures: ReadonlyMap<string, readonly Parameter[]>;
  readonly absent: ReadonlySet<string>;
}

/** Reads the format of tools/catalogue/pack.ts; `other` is what its runs are copied from. */
function unpack(text: string, table: readonly Parameter[], other: ReadonlyMap<string, readonly Parameter[]>): Unpacked {
  const signatures = new Map<string, readonly Parameter[]>();
  const absent = new Set<string>();
  let module = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) {
      module = line.slice(2);
    } else if (line.startsWith('-')) {
      for (const name of line.slice(1).split(',')) absent.add(`${module}.${name}`);
    } else {
      const [names = '', ...words] = line.split(' ');
      // Whole lines are shared by several functions, but what a run copies is each function's own.
      const hasRun = words.some((word) => word.startsWith('@'));
      const shared = hasRun ? undefined : words.map((word) => parameterOf(word, table));
      for (const name of names.split(',')) {
        const path = `${module}.${name}`;
        signatures.set(path, shared ?? words.flatMap((word) => parametersOf(word, table, other.get(path) ?? [])));
      }
    }
  }
  return { signatures, absent };
}

function parametersOf(word: string, table: readonly Parameter[], other: readonly Parameter[]): readonly Parameter[] {
  if (!word.startsWith('@')) return [parameterOf(word, table)];
  const first = base62(word.charAt(1));
  return other.slice(first, first + base62(word.charAt(2)));
}

const parameterOf = (word: string, table: readonly Parameter[]): Parameter =>
  (word.startsWith('$') ? table[base62(word.slice(1))] : undefined) ?? readParameter(word);

function readParameter(word: string): Parameter {
  const [, prefix = '', name = '', kind, rest = ''] = /^(\*\*|[*/!])?([^=~]*)(?:([=~])(.*))?$/s.exec(word) ?? [];
  const role = roles[prefix] ?? 'normal';
  const text = rest.replaceAll('%20', ' ').replaceAll('%25', '%');
  if (kind === '=') return { name, role, default: JSON.parse(text) as Plain };
  return kind === '~' ? { name, role, opaque: text } : { name, role };
}

const roles: Readonly<Record<string, Parameter['role']>> = namedTable({
  '/': 'positionalOnly',
  '!': 'keywordOnly',
  '*': 'star',
  '**': 'doubleStar',
});

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const base62 = (word: string): number => Array.from(word).reduce((value, digit) => value * 62 + digits.indexOf(digit), 0);
