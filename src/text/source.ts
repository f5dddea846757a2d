import type { CellTable } from './cells';
import type { SourceId } from './place';

/** One Python text: a file, or the code cells of a notebook in order, with whatever is not Python masked at equal length. */
export interface Source {
  readonly id: SourceId;
  readonly text: string;
  /** Present for notebooks: where each cell begins and ends in `text`. */
  readonly cells?: CellTable;
}

/** The texts in play. Interpretation is synchronous over it: the host loads what is imported first. */
export type Sources = ReadonlyMap<SourceId, Source>;
