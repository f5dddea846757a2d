/** Numbers out of the user's own files, on their way through the program's selections. */
import type { PreparationStep } from '../../experiment/experiment';

/** What stands in the way of using the file: the second half of a sentence, `column "Sex" holds text`. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: string;
}

export const refused = (reason: string): Refusal => ({ kind: 'refused', reason });

/** Of columns and arrays: views of a file's bytes are handed around, so nothing writes into them. */
export type Numbers = Float64Array | Float32Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** A column of numbers (NaN: missing) or of text. */
export type Cells =
  | { readonly kind: 'numbers'; readonly values: Numbers }
  /** null: missing. */
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] };

export interface Column {
  readonly label: string;
  readonly cells: Cells;
}

/** A table with columns of different types: a frame, a series (`single`), or an array of both numbers and text. */
export interface Table {
  readonly kind: 'table';
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly single: boolean;
}

export interface NdArray {
  readonly kind: 'array';
  /** Samples first. */
  readonly shape: readonly number[];
  readonly data: Numbers;
}

export type OwnValue = Table | NdArray;

/** A value with what is still to be done to its numbers: steps that are fitted to the training part, or that the two versions of a program may not share. */
export interface Derived {
  readonly kind: 'derived';
  readonly value: OwnValue;
  readonly steps: readonly PreparationStep[];
  /** Each time its rows were put in random order; features and labels must agree in it. */
  readonly shuffles: readonly string[];
  /** One column for each class was made of one column of classes, which `value` is: for each number up to the largest, or for each value there is. */
  readonly oneHot?: 'up-to-largest' | 'each-value' | undefined;
  /** Where something was taken off that a later operation must complete: `x - x.mean()` of standardisation. */
  readonly pending?: 'mean' | 'min' | undefined;
}

export const derived = (value: OwnValue): Derived => ({ kind: 'derived', value, steps: [], shuffles: [] });

export const rowsOf = (value: OwnValue): number => (value.kind === 'table' ? value.rows : (value.shape[0] ?? 0));

/** Values per row. */
export const widthOf = (value: OwnValue): number =>
  value.kind === 'table' ? value.columns.length : value.shape.slice(1).reduce((product, size) => product * size, 1);

/** Shape of one row: [] for a series, [columns] for a table. */
export const rowShape = (value: OwnValue): readonly number[] =>
  value.kind === 'table' ? (value.single ? [] : [value.columns.length]) : value.shape.slice(1);

/** The rows of these numbers, in this order. */
export function takeRows(value: OwnValue, rows: ArrayLike<number>): OwnValue {
  if (value.kind === 'table')
    return {
      ...value,
      rows: rows.length,
      columns: value.columns.map(({ label, cells }) => ({ label, cells: takeCells(cells, rows) })),
    };
  const width = widthOf(value);
  const data = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] ?? 0) * width;
    for (let k = 0; k < width; k++) data[i * width + k] = value.data[from + k] ?? NaN;
  }
  return { kind: 'array', shape: [rows.length, ...value.shape.slice(1)], data };
}

function takeCells(cells: Cells, rows: ArrayLike<number>): Cells {
  const indices = Array.from(rows);
  return cells.kind === 'text'
    ? { kind: 'text', values: indices.map((row) => cells.values[row] ?? null) }
    : { kind: 'numbers', values: Float64Array.from(indices, (row) => cells.values[row] ?? NaN) };
}

/** As one array of numbers; the label of the first column of text where there is one. */
export function asArray(value: OwnValue): NdArray | { readonly kind: 'text'; readonly label: string } {
  if (value.kind === 'array') return value;
  const text = value.columns.find(({ cells }) => cells.kind === 'text');
  if (text) return { kind: 'text', label: text.label };
  const width = value.columns.length;
  const data = new Float64Array(value.rows * width);
  value.columns.forEach(({ cells }, c) => {
    for (let i = 0; i < value.rows; i++) data[i * width + c] = Number(cells.values[i]);
  });
  return { kind: 'array', shape: value.single ? [value.rows] : [value.rows, width], data };
}

/** The single column of a value that has only one. */
export function onlyColumn(value: OwnValue): Column | undefined {
  if (value.kind === 'table') return value.columns.length === 1 ? value.columns[0] : undefined;
  return widthOf(value) === 1 ? { label: '0', cells: { kind: 'numbers', values: value.data } } : undefined;
}
