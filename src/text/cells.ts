/** A code cell of a notebook: its index among all cells of the document, and its span in the joined text. */
export interface Cell {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** The code cells of a notebook in order; between two of them the joined text has one line break. */
export type CellTable = readonly Cell[];

/** The cell that holds `offset`, or the last one before it. */
export const cellAt = (cells: CellTable, offset: number): Cell | undefined => cells.findLast((cell) => cell.start <= offset);
