/** Where statements begin and end, so that edits can put a line before or after the statement that holds a place. */
import type { Place, SourceId, Span } from '../text/place';

/** Of every text in play: the spans of its statements, blocks included, in the order of their starts (outer before inner). */
export type StatementTable = ReadonlyMap<SourceId, readonly Span[]>;

/** The innermost statement that holds the place. */
export function statementAt(table: StatementTable, place: Place): Span | undefined {
  const spans = table.get(place.source) ?? [];
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= place.start) low = middle + 1;
    else high = middle;
  }
  return spans.slice(0, low).findLast((span) => place.end <= span.end);
}
