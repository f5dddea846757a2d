/**
 * What the library functions take: names, order and defaults of their parameters, recorded from the real packages
 * (TensorFlow 2.15 with Keras 2, TensorFlow 2.21 with Keras 3) and checked against them by `npm run parity:catalogue`.
 */
import type { Parameter as PythonParameter } from '../../python/ast';
import type { Plain } from '../plain';
import { absentInKeras2, keras2Signatures, keras3Signatures, parameterTable } from './generated/signatures';

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
 * The signature of a library function, class (its constructor) or method by canonical name.
 *
 * Where only the other Keras has the name, that one's signature is given, and `keras` says so.
 * Undefined for names that the catalogue does not know.
 */
export function signatureOf(canonicalName: string, keras: 2 | 3): Signature | undefined {
  const { two, three, newOnly } = catalogue();
  const found =
    keras === 2 ? (two.get(canonicalName) ?? three.get(canonicalName)) : (three.get(canonicalName) ?? two.get(canonicalName));
  if (found === undefined) {
    const legacy = canonicalName.replace(/^numpy\.random\.RandomState\./, 'numpy.random.');
    return legacy === canonicalName ? undefined : signatureOf(legacy, keras);
  }
  const of = keras === 2 ? (newOnly.has(canonicalName) ? 3 : 2) : three.has(canonicalName) ? 3 : 2;
  return { name: canonicalName, parameters: found, keras: of };
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
    unpacked = {
      three: unpack(keras3Signatures, table),
      two: unpack(keras2Signatures, table),
      newOnly: new Set(absentInKeras2.split(' ')),
    };
  }
  return unpacked;
}

/** Reads the format of tools/catalogue/pack.ts. */
function unpack(text: string, table: readonly Parameter[]): ReadonlyMap<string, readonly Parameter[]> {
  const signatures = new Map<string, readonly Parameter[]>();
  let module = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) {
      module = line.slice(2);
      continue;
    }
    const [names = '', ...spelled] = line.split(' ');
    const parameters = spelled.map(
      (word) => (word.startsWith('$') ? table[base62(word.slice(1))] : undefined) ?? readParameter(word),
    );
    for (const name of names.split(',')) signatures.set(`${module}.${name}`, parameters);
  }
  return signatures;
}

function readParameter(word: string): Parameter {
  const [, prefix = '', name = '', kind, rest = ''] = /^(\*\*|[*/!])?([^=~]*)([=~])?(.*)$/s.exec(word) ?? [];
  const role = roles[prefix] ?? 'normal';
  const text = rest.replaceAll('%20', ' ').replaceAll('%25', '%');
  if (kind === '=') return { name, role, default: JSON.parse(text) as Plain };
  return kind === '~' ? { name, role, opaque: text } : { name, role };
}

const roles: Readonly<Record<string, Parameter['role']>> = {
  '/': 'positionalOnly',
  '!': 'keywordOnly',
  '*': 'star',
  '**': 'doubleStar',
};

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const base62 = (word: string): number => Array.from(word).reduce((value, digit) => value * 62 + digits.indexOf(digit), 0);
