/** Names one text in play: a workspace path or URI. A notebook is one text; its cells are a table over it (`notebook.ts`). */
export type SourceId = string;

/** Half-open range of UTF-16 offsets into one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span that names its text, so that facts can cross files and cells. */
export interface Place extends Span {
  readonly source: SourceId;
}

/** Replaces the text at `place` by `newText`. */
export interface Edit {
  readonly place: Place;
  readonly newText: string;
}

export const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

export const samePlace = (a: Place, b: Place): boolean => a.source === b.source && a.start === b.start && a.end === b.end;

/** Sorts by text, then by start, then by end. */
export const comparePlaces = (a: Place, b: Place): number =>
  a.source === b.source ? a.start - b.start || a.end - b.end : a.source < b.source ? -1 : 1;
