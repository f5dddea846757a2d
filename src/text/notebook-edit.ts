import { cellAt } from './cells';
import { lineEdits, type TextEdit } from './diff';
import { applyEdits } from './edit';
import { elements, member, skipSpace } from './json-spans';
import { joinCells, type JoinedCells, parseNotebook } from './notebook';
import type { Edit, Span } from './place';

/**
 * Applies edits of the joined text to the notebook. Only the source of the cells they touch changes; that stays a list or a string, as it was,
 * and the rest of the file stays as it is to the byte.
 * @throws RangeError if an edit reaches over the end of a cell, or two overlap.
 */
export function editNotebook(json: string, edits: readonly TextEdit[]): string {
  const cells = parseNotebook(json);
  if (typeof cells === 'string') throw new RangeError(cells);
  const table = joinCells(cells).cells;
  const byCell = new Map<number, TextEdit[]>();
  for (const edit of edits) {
    const cell = cellAt(table, edit.start);
    if (!cell || edit.end > cell.end) throw new RangeError(`the edit at ${edit.start} is not within one cell`);
    const within = { start: edit.start - cell.start, end: edit.end - cell.start, newText: edit.newText };
    byCell.set(cell.index, [...(byCell.get(cell.index) ?? []), within]);
  }
  const spans = sourceSpans(json);
  const changes = cells.flatMap(({ index, text }): TextEdit[] => {
    const own = byCell.get(index);
    const span = spans[index];
    return own && span ? [{ ...span, newText: writtenAs(json, span, applyTo(text, own)) }] : [];
  });
  return applyTo(json, changes);
}

/** Makes the Python of the notebook that of `after`, whose cells must be the notebook's; lines masked in both stay what they were. */
export function updateNotebook(json: string, after: JoinedCells): string {
  const cells = parseNotebook(json);
  if (typeof cells === 'string') throw new RangeError(cells);
  const before = joinCells(cells);
  const edits = before.cells.flatMap(({ index, start, end }) => {
    const now = after.cells.find((cell) => cell.index === index);
    if (!now) throw new RangeError(`cell ${index} is missing`);
    const texts = [before.text.slice(start, end), after.text.slice(now.start, now.end)] as const;
    return lineEdits(...texts).map((edit) => ({ ...edit, start: edit.start + start, end: edit.end + start }));
  });
  return edits.length === 0 ? json : editNotebook(json, edits);
}

function applyTo(text: string, edits: readonly TextEdit[]): string {
  const placed = edits.map(({ start, end, newText }): Edit => ({ place: { source: '', start, end }, newText }));
  return applyEdits('', text, placed);
}

/** Where the source of each cell of the document lies in the JSON. */
function sourceSpans(json: string): readonly (Span | undefined)[] {
  const root = skipSpace(json, 0);
  const cells = member(json, root, 'cells');
  const sheets = cells ? undefined : member(json, root, 'worksheets');
  const lists = cells
    ? [cells]
    : sheets
      ? elements(json, sheets.start).flatMap((sheet) => member(json, sheet.start, 'cells') ?? [])
      : [];
  return lists.flatMap((list) =>
    elements(json, list.start).map((cell) => member(json, cell.start, 'source') ?? member(json, cell.start, 'input')),
  );
}

/** The text as the JSON at `span` writes it: a string, or a list of lines with the same space between them. */
function writtenAs(json: string, span: Span, text: string): string {
  const quote = quoteAs(json);
  if (json[span.start] !== '[') return quote(text);
  const old = elements(json, span.start);
  const [first, second] = old;
  const last = old.at(-1);
  const open = first ? json.slice(span.start, first.start) : '[';
  const between = first && second ? json.slice(first.end, second.start) : `,${open.slice(1) || ' '}`;
  const close = last ? json.slice(last.end, span.end) : ']';
  // Lines that stay keep their spelling.
  const spelling = new Map<unknown, string>();
  for (const { start, end } of old) spelling.set(JSON.parse(json.slice(start, end)), json.slice(start, end));
  const lines = text.split(/(?<=\n)/).filter((line) => line !== '');
  return open + lines.map((line) => spelling.get(line) ?? quote(line)).join(between) + close;
}

/** Some writers escape whatever is not ASCII: so do we, where the file shows that. */
function quoteAs(json: string): (text: string) => string {
  const escapes = /\\u(?:00[89a-f]|0[1-9a-f]|[1-9a-f])/i.test(json) && !/[\x80-\uffff]/.test(json);
  if (!escapes) return (text) => JSON.stringify(text);
  return (text) =>
    JSON.stringify(text).replace(/[\x80-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
