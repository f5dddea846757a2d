import type { Edit, SourceId } from './place';

/**
 * Applies the edits that lie in `source` to its text. Edits at the same offset keep the order in which they were given.
 * @throws RangeError if two of them overlap or one lies outside the text.
 */
export function applyEdits(source: SourceId, text: string, edits: readonly Edit[]): string {
  const here = edits.filter((edit) => edit.place.source === source);
  let cursor = 0;
  let out = '';
  for (const { place, newText } of here.toSorted((a, b) => a.place.start - b.place.start || a.place.end - b.place.end)) {
    if (place.start < cursor || place.end > text.length)
      throw new RangeError(`edit at ${place.start} overlaps another or leaves the text`);
    out += text.slice(cursor, place.start) + newText;
    cursor = place.end;
  }
  return out + text.slice(cursor);
}
