import { cellAt } from './cells';
import { lineTable, type LineTable, type Position } from './lines';
import type { Place } from './place';
import type { Source } from './source';

/** Where a place is for people and in JSON: 0-based lines and UTF-16 columns; in a notebook, within a cell. */
export interface Located {
  readonly start: Position;
  readonly end: Position;
  /** Index of the cell among all cells of the notebook, 0-based. */
  readonly cell?: number;
}

const tables = new WeakMap<Source, LineTable>();

/** Made once for a text, however many places in it are asked for. */
function tableOf(source: Source): LineTable {
  const known = tables.get(source);
  if (known !== undefined) return known;
  const table = lineTable(source.text);
  tables.set(source, table);
  return table;
}

export function locate(source: Source, place: Place): Located {
  const table = tableOf(source);
  const cell = source.cells && cellAt(source.cells, place.start);
  const first = cell ? table.positionAt(cell.start).line : 0;
  const within = ({ line, character }: Position): Position => ({ line: line - first, character });
  return {
    start: within(table.positionAt(place.start)),
    end: within(table.positionAt(place.end)),
    ...(cell && { cell: cell.index }),
  };
}

/** `12:5`, or `cell 3:12:5`, counted from 1. */
export const positionTitle = ({ start, cell }: Located): string =>
  `${cell === undefined ? '' : `cell ${cell + 1}:`}${start.line + 1}:${start.character + 1}`;
