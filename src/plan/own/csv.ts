/** Text files of numbers, as pandas and numpy read them. */
import { dsvFormat } from 'd3-dsv';
import { strFromU8 } from 'fflate';
import { refused, type Cells, type Refusal, type Table } from './value';

export interface TableOptions {
  /** One character, or `whitespace`. */
  readonly separator: string;
  /** Row that holds the labels, counted from the first that is kept; undefined: there is none. */
  readonly header: number | undefined;
  readonly names?: readonly string[] | undefined;
  /** Rows that are left out at the top. */
  readonly skip: number;
  /** Most rows that are read. */
  readonly most?: number | undefined;
  readonly missing: readonly string[];
  /** Lines that begin with it are left out. */
  readonly comment?: string | undefined;
}

/** What pandas takes for a missing value. */
export const missingMarks: readonly string[] = [
  ...[
    '',
    ' ',
    '#N/A',
    '#N/A N/A',
    '#NA',
    '-1.#IND',
    '-1.#QNAN',
    '-NaN',
    '-nan',
    '1.#IND',
    '1.#QNAN',
    '<NA>',
    'N/A',
    'NA',
    'NULL',
  ],
  ...['NaN', 'None', 'n/a', 'nan', 'null'],
];

export function readTable(bytes: Uint8Array, options: TableOptions): Table | Refusal {
  if (bytes.subarray(0, 8192).includes(0)) return refused('it is not a text file');
  const text = strFromU8(bytes);
  const all = fieldsOf(text, options.separator).filter(
    (row) =>
      !(row.length === 1 && row[0]?.trim() === '') && !(options.comment !== undefined && row[0]?.startsWith(options.comment)),
  );
  const kept = all.slice(options.skip);
  const first = options.header === undefined ? 0 : options.header + 1;
  const body = kept.slice(first, options.most === undefined ? undefined : first + options.most);
  const heading = options.header === undefined ? undefined : kept[options.header];
  const width = heading?.length ?? body[0]?.length ?? 0;
  if (width === 0 || body.length === 0) return refused('it has no rows');
  const ragged = body.findIndex((row) => row.length > width);
  if (ragged >= 0) return refused(`row ${ragged + 1} has ${body[ragged]?.length ?? 0} fields where ${width} are expected`);
  const labels = options.names ?? heading ?? Array.from({ length: width }, (_, i) => String(i));
  if (labels.length !== width) return refused(`it has ${width} columns, and your code names ${labels.length}`);
  const missing = new Set(options.missing);
  return {
    kind: 'table',
    rows: body.length,
    single: false,
    columns: distinct(labels).map((label, c) => ({ label, cells: cellsOf(body, c, missing) })),
  };
}

/** As pandas names columns of the same name. */
function distinct(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return count === 0 ? label : `${label}.${count}`;
  });
}

function fieldsOf(text: string, separator: string): readonly (readonly string[])[] {
  const unmarked = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (separator !== 'whitespace') return dsvFormat(separator).parseRows(unmarked);
  return unmarked.split(/\r\n|\r|\n/).map((line) => line.trim().split(/\s+/));
}

const truths: ReadonlyMap<string, number> = new Map(
  ['True', 'TRUE', 'true', 'False', 'FALSE', 'false'].map((word, i) => [word, i < 3 ? 1 : 0]),
);

/** Numbers where every cell that is not missing is one; truth values are 0 and 1. */
function cellsOf(body: readonly (readonly string[])[], column: number, missing: ReadonlySet<string>): Cells {
  const raw = body.map((row) => row[column]?.trim() ?? '');
  const values = new Float64Array(raw.length);
  for (const [i, cell] of raw.entries()) {
    if (missing.has(cell)) values[i] = NaN;
    else {
      const number = truths.get(cell) ?? (/^[-+]?(?:\d|\.\d|inf)/i.test(cell) ? numberOf(cell) : NaN);
      if (Number.isNaN(number)) return { kind: 'text', values: raw.map((one) => (missing.has(one) ? null : one)) };
      values[i] = number;
    }
  }
  return { kind: 'numbers', values };
}

const numberOf = (cell: string): number =>
  /^[-+]?inf(?:inity)?$/i.test(cell) ? (cell.startsWith('-') ? -Infinity : Infinity) : /^0[xob]/i.test(cell) ? NaN : Number(cell);
