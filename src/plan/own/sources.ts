/** The call that opens a file: its path, and how the bytes are read. */
import type { Derivation } from '../../facts/derivation';
import { argumentAt, isNothing, labelsOf, numberOf, numbersOf, textOf, truthOf } from './arguments';
import { missingMarks, readTable, type TableOptions } from './csv';
import { readNpy, readNpz } from './npy';
import { asArray, derived, refused, type Derived, type Refusal, type Table } from './value';

/** Larger files are not read: they would take long, and more memory than an editor should. */
export const LARGEST_FILE = 50_000_000;

/** A file the host looked for. */
export type OwnFile = { readonly bytes: Uint8Array } | { readonly problem: string };

/** By the path as the program writes it. */
export type OwnFiles = ReadonlyMap<string, OwnFile>;

const isReader = ({ kind, name }: Derivation): boolean =>
  kind === 'call' && /^(?:pandas\.read_(?:csv|table)|numpy\.(?:load|loadtxt|genfromtxt))$/.test(name);

const pathArgument = (call: Derivation): string | undefined => textOf(argumentAt(call, 0, 'filepath_or_buffer', 'file', 'fname'));

/** Paths of the files that a derivation begins with; undefined where one of them is not known. */
export function pathsOf(derivation: Derivation): readonly string[] | undefined {
  // Steps share what they begin with, so each is looked at once: followed along every way there would be too many.
  const seen = new Set([derivation]);
  const paths = new Set<string>();
  for (const one of seen) {
    if (isReader(one)) {
      const path = pathArgument(one);
      if (path === undefined) return undefined;
      paths.add(path);
    } else for (const arg of [...one.arguments, ...Object.values(one.keywords)]) if (arg.kind === 'data') seen.add(arg.data);
  }
  return [...paths];
}

/** The file's name without its folders, for people. */
export const fileName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

/** What the call reads; undefined for other derivations. */
export function openedBy(call: Derivation, files: OwnFiles): Derived | Refusal | undefined {
  if (call.kind === 'subscript' && call.name === 'archive') {
    const [opened, key] = call.arguments;
    const name = textOf(key);
    if (opened?.kind !== 'data' || name === undefined) return refused('the name of an array in it is not known');
    return withBytes(opened.data, files, (bytes) => {
      const array = readNpz(bytes, name, LARGEST_FILE);
      return array.kind === 'refused' ? array : derived(array);
    });
  }
  if (!isReader(call)) return undefined;
  return withBytes(call, files, (bytes) => {
    if (call.name === 'numpy.load') {
      const array = readNpy(bytes);
      return array.kind === 'refused' ? array : derived(array);
    }
    return call.name.startsWith('pandas.') ? pandasTable(call, bytes) : numpyText(call, bytes);
  });
}

function withBytes(call: Derivation, files: OwnFiles, read: (bytes: Uint8Array) => Derived | Refusal): Derived | Refusal {
  const path = pathArgument(call);
  if (path === undefined) return refused('its path is only known when your code runs');
  const file = files.get(path);
  if (!file) return refused('it was not looked for');
  return 'problem' in file ? refused(file.problem) : read(file.bytes);
}

/** Arguments that do not change which numbers are read. */
const harmless: ReadonlySet<string> = new Set(
  'filepath_or_buffer fname file encoding engine low_memory memory_map dtype parse_dates infer_datetime_format date_format dayfirst encoding_errors float_precision skipinitialspace keep_default_na allow_pickle mmap_mode verbose cache_dates dtype_backend'.split(
    ' ',
  ),
);

function unknownKeyword({ keywords }: Derivation, understood: readonly string[]): string | undefined {
  return Object.keys(keywords).find((name) => !harmless.has(name) && !understood.includes(name));
}

function pandasTable(call: Derivation, bytes: Uint8Array): Derived | Refusal {
  const odd = unknownKeyword(
    call,
    'sep delimiter delim_whitespace header names usecols index_col skiprows nrows na_values comment'.split(' '),
  );
  if (odd !== undefined) return refused(`${odd} of ${call.name} is not followed`);
  const given = argumentAt(call, 1, 'sep', 'delimiter');
  const written = isNothing(given) ? (call.name.endsWith('table') ? '\t' : ',') : textOf(given);
  const separator = truthOf(argumentAt(call, -1, 'delim_whitespace')) === true ? '\\s+' : written;
  if (separator === undefined || (separator.length !== 1 && separator !== '\\s+'))
    return refused('its separator is not a single character');
  const names = argumentAt(call, -1, 'names');
  const labels = isNothing(names) ? undefined : labelsOf(names);
  const header = argumentAt(call, -1, 'header');
  const inferred = header === undefined || textOf(header) === 'infer';
  const row = inferred ? (labels ? undefined : 0) : isNothing(header) ? undefined : numberOf(header);
  const skip = argumentAt(call, -1, 'skiprows');
  const most = argumentAt(call, -1, 'nrows');
  const marks = argumentAt(call, -1, 'na_values');
  const extra = isNothing(marks) ? [] : labelsOf(marks);
  if (!isNothing(names) && !labels) return refused('the names of its columns are not known');
  if (!inferred && !isNothing(header) && row === undefined) return refused('the row of its column names is not known');
  if (!isNothing(skip) && numberOf(skip) === undefined) return refused('the rows that are skipped are not known');
  if (!extra) return refused('its marks of missing values are not known');
  const table = readTable(bytes, {
    separator: separator === '\\s+' ? 'whitespace' : separator,
    header: row,
    names: labels,
    skip: numberOf(skip) ?? 0,
    most: numberOf(most),
    missing: [...missingMarks, ...extra],
    comment: textOf(argumentAt(call, -1, 'comment')),
  });
  return table.kind === 'refused' ? table : withoutIndex(call, table);
}

/** `usecols` chooses columns; `index_col` takes one away as the rows' names. */
function withoutIndex(call: Derivation, table: Table): Derived | Refusal {
  const used = argumentAt(call, -1, 'usecols');
  let { columns } = table;
  if (!isNothing(used)) {
    const wanted = labelsOf(used);
    if (!wanted) return refused('the columns that are read are not known');
    const byPosition = numbersOf(used);
    columns = columns.filter(({ label }, i) => (byPosition ? byPosition.includes(i) : wanted.includes(label)));
    if (columns.length !== wanted.length) return refused(`it does not have all of the columns ${wanted.join(', ')}`);
  }
  const index = argumentAt(call, -1, 'index_col');
  if (!isNothing(index) && truthOf(index) !== false) {
    const [at, label] = [numberOf(index), textOf(index)];
    if (at === undefined && label === undefined) return refused('its index is not known');
    columns = columns.filter((column, i) => (at === undefined ? column.label !== label : i !== at));
  }
  return derived({ ...table, columns });
}

/** `numpy.loadtxt` and `genfromtxt`: numbers only, separated by blanks unless it is said otherwise. */
function numpyText(call: Derivation, bytes: Uint8Array): Derived | Refusal {
  const odd = unknownKeyword(
    call,
    'delimiter skiprows skip_header usecols comments max_rows filling_values missing_values ndmin'.split(' '),
  );
  if (odd !== undefined || call.arguments.length > 2) return refused(`${odd ?? 'an argument'} of ${call.name} is not followed`);
  const given = argumentAt(call, -1, 'delimiter');
  const separator = isNothing(given) ? 'whitespace' : textOf(given);
  if (separator === undefined || (separator.length !== 1 && separator !== 'whitespace'))
    return refused('its separator is not a single character');
  const skip = argumentAt(call, -1, 'skiprows', 'skip_header');
  if (!isNothing(skip) && numberOf(skip) === undefined) return refused('the rows that are skipped are not known');
  const options: TableOptions = {
    separator,
    header: undefined,
    skip: numberOf(skip) ?? 0,
    most: numberOf(argumentAt(call, -1, 'max_rows')),
    missing: ['', 'nan', 'NaN'],
    comment: textOf(argumentAt(call, -1, 'comments')) ?? '#',
  };
  const table = readTable(bytes, options);
  if (table.kind === 'refused') return table;
  const used = argumentAt(call, -1, 'usecols');
  const wanted = isNothing(used) ? table.columns.map((_, i) => i) : numbersOf(used);
  if (!wanted) return refused('the columns that are read are not known');
  const chosen = wanted.map((at) => table.columns.at(at));
  if (chosen.includes(undefined)) return refused(`it has only ${table.columns.length} columns`);
  const array = asArray({ ...table, columns: chosen as Table['columns'] });
  if (array.kind === 'text') return refused(`its column ${Number(array.label) + 1} holds text`);
  const flat = numberOf(used) !== undefined || wanted.length === 1;
  return derived(flat ? { ...array, shape: [table.rows] } : array);
}
