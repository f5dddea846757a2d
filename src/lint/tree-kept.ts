/** Whether an edit left everything else alone: the syntax tree outside it is node by node what it was. */
import type { Module } from '../python/ast';
import { children, type Node } from '../python/walk';
import type { Edit, Span } from '../text/place';

/** Spans of one text that were replaced, sorted, with how far what lies behind each of them moved. */
interface Replaced {
  readonly spans: readonly Span[];
  readonly shifts: readonly number[];
}

/** The edits of one text, as spans of the text before and of the text after. */
function replaced(edits: readonly Edit[]): { readonly before: Replaced; readonly after: Replaced } {
  const sorted = edits.toSorted((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
  let shift = 0;
  const before: Span[] = [];
  const after: Span[] = [];
  const shifts: number[] = [];
  for (const { place, newText } of sorted) {
    before.push(place);
    after.push({ start: place.start + shift, end: place.start + shift + newText.length });
    shift += newText.length - (place.end - place.start);
    shifts.push(shift);
  }
  return { before: { spans: before, shifts }, after: { spans: after, shifts: shifts.map((by) => -by) } };
}

/** How far a node moved; undefined where it touches an edit. */
function shiftOf(node: Span, { spans, shifts }: Replaced): number | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) < node.start) low = middle + 1;
    else high = middle;
  }
  const next = spans[low];
  if (next && next.start <= node.end) return undefined;
  return low === 0 ? 0 : (shifts[low - 1] ?? 0);
}

/**
 * Nodes that touch no edit, by kind, place and the number of blocks around them, each with how often it is there. The blocks are counted from
 * the nearest statement that begins at an edit: a fix may put that one into a `with`.
 */
function untouched(module: Module, edits: Replaced, move: boolean): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const queue: { readonly node: Node; readonly depth: number }[] = [{ node: module, depth: 0 }];
  for (let one = queue.pop(); one; one = queue.pop()) {
    const { node, depth } = one;
    const shift = shiftOf(node, edits);
    if (shift !== undefined && node.kind !== 'Module') {
      const by = move ? shift : 0;
      const key = `${node.kind} ${node.start + by} ${node.end + by} ${depth}`;
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    const isBlock = 'body' in node && Array.isArray(node.body);
    const beginsAtEdit = shiftOf({ start: node.start, end: node.start }, edits) === undefined;
    const inside = (isStatement(node) && beginsAtEdit ? 0 : depth) + (isBlock ? 1 : 0);
    for (const child of children(node)) queue.push({ node: child, depth: inside });
  }
  return found;
}

const isStatement = (node: Node): boolean =>
  'body' in node || node.kind === 'Expr' || /Assign$|^(?:Return|Raise)$/.test(node.kind);

/** @param edits those of this one text */
export function keepsTheRest(before: Module, after: Module, edits: readonly Edit[]): boolean {
  if (after.errors.length > before.errors.length) return false;
  const spans = replaced(edits);
  const old = untouched(before, spans.before, true);
  const now = untouched(after, spans.after, false);
  return old.size === now.size && [...old].every(([key, count]) => now.get(key) === count);
}
