import type { Span } from './place';

/** A replacement in a text: `length` units from `offset` on became `inserted` units. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly inserted: number;
}

/** Where a span is after a change: moved by one before it, stretched by one inside it, cut short by one that reaches over its border. */
export function movedBy<T extends Span>(span: T, { offset, length, inserted }: TextChange): T {
  const end = offset + length;
  const by = inserted - length;
  if (end <= span.start) return { ...span, start: span.start + by, end: span.end + by };
  if (offset >= span.end) return span;
  if (offset >= span.start && end <= span.end) return { ...span, end: span.end + by };
  if (offset < span.start && end >= span.end) return { ...span, start: offset, end: offset + inserted };
  return offset < span.start
    ? { ...span, start: offset + inserted, end: Math.max(offset + inserted, span.end + by) }
    : { ...span, end: offset };
}
