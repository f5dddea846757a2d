import type { Cell, CellTable } from './cells';
import { maskMagics } from './magics';

/** What a notebook is to those who read Python: one text, and where its cells are in it. */
export interface JoinedCells {
  readonly text: string;
  readonly cells: CellTable;
}

export type ReadNotebook = (JoinedCells & { readonly ok: true }) | { readonly ok: false; readonly message: string };

/** Reads the Python cells of an .ipynb file (format 3 or 4) as one text, with whatever is not Python masked at equal length. */
export function readNotebook(json: string): ReadNotebook {
  const notebook = parseNotebook(json);
  return typeof notebook === 'string' ? { ok: false, message: notebook } : { ok: true, ...joinCells(notebook) };
}

/** A code cell as it is written: its index among all cells of the document, and its text. */
export interface CellText {
  readonly index: number;
  readonly text: string;
}

/** Joins cells by one line break each, masking in them what is not Python; offsets are the same with and without the mask. */
export function joinCells(cells: readonly CellText[]): JoinedCells {
  const table: Cell[] = [];
  const texts: string[] = [];
  let start = 0;
  for (const { index, text } of cells) {
    const end = start + text.length;
    table.push({ index, start, end });
    texts.push(maskMagics(text));
    start = end + 1;
  }
  return { text: texts.join('\n'), cells: table };
}

/** The Python cells of a notebook unmasked, or why it cannot be read. */
export function parseNotebook(json: string): readonly CellText[] | string {
  let notebook: unknown;
  try {
    notebook = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch {
    return 'This notebook is not valid JSON.';
  }
  const cells = cellsOf(notebook);
  if (cells === undefined) return 'This file is JSON, but not a notebook: it has no cells.';
  const language = notebookLanguage(notebook);
  return cells.flatMap((cell, index) =>
    isPythonCell(cell, language) ? [{ index, text: sourceText(field(cell, 'source') ?? field(cell, 'input')) }] : [],
  );
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

const asList = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) ? (value as readonly unknown[]) : undefined;

/** Format 4 has `cells`, format 3 has them in `worksheets`. */
function cellsOf(notebook: unknown): readonly unknown[] | undefined {
  return (
    asList(field(notebook, 'cells')) ??
    asList(field(notebook, 'worksheets'))?.flatMap((sheet) => asList(field(sheet, 'cells')) ?? [])
  );
}

function notebookLanguage(notebook: unknown): unknown {
  const metadata = field(notebook, 'metadata');
  return field(field(metadata, 'language_info'), 'name') ?? field(field(metadata, 'kernelspec'), 'language');
}

/** The editor notes the language of a cell that differs from its notebook's; format 3 has it in the cell. */
function isPythonCell(cell: unknown, notebookLanguage: unknown): boolean {
  if (field(cell, 'cell_type') !== 'code') return false;
  const own = field(field(field(cell, 'metadata'), 'vscode'), 'languageId') ?? field(cell, 'language');
  const language = own ?? notebookLanguage;
  return typeof language !== 'string' || /^i?python\d*$/i.test(language);
}

const sourceText = (source: unknown): string =>
  typeof source === 'string'
    ? source
    : (asList(source) ?? []).filter((line): line is string => typeof line === 'string').join('');
