import type { Span } from './place';

/** A replacement in one text, whichever it is. */
export interface TextEdit extends Span {
  readonly newText: string;
}

/** Beyond this many pairs of lines the middle is replaced as a whole. */
const maxPairs = 4_000_000;

/** Few small edits that turn `before` into `after`, line by line; lines that both have in the same order stay. */
export function lineEdits(before: string, after: string): readonly TextEdit[] {
  const old = before.split(/(?<=\n)/);
  const now = after.split(/(?<=\n)/);
  const edits: TextEdit[] = [];
  let offset = 0;
  let [i, j] = [0, 0];
  const replace = (oldEnd: number, nowEnd: number): void => {
    const oldText = old.slice(i, oldEnd).join('');
    const newText = now.slice(j, nowEnd).join('');
    if (oldText !== newText) edits.push(trimmed(offset, oldText, newText));
    offset += oldText.length;
    [i, j] = [oldEnd, nowEnd];
  };
  for (const [a, b] of commonLines(old, now)) {
    replace(a, b);
    offset += old[a]?.length ?? 0;
    [i, j] = [a + 1, b + 1];
  }
  replace(old.length, now.length);
  return edits;
}

/** The edit without the beginning and end that both texts have. */
function trimmed(offset: number, oldText: string, newText: string): TextEdit {
  const room = Math.min(oldText.length, newText.length);
  let head = 0;
  while (head < room && oldText[head] === newText[head]) head++;
  let tail = 0;
  while (tail < room - head && oldText.at(-1 - tail) === newText.at(-1 - tail)) tail++;
  return { start: offset + head, end: offset + oldText.length - tail, newText: newText.slice(head, newText.length - tail) };
}

/** A longest common subsequence, as pairs of indices. */
function commonLines(old: readonly string[], now: readonly string[]): readonly (readonly [number, number])[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let [oldEnd, nowEnd] = [old.length, now.length];
  while (oldEnd > head && nowEnd > head && old[oldEnd - 1] === now[nowEnd - 1]) {
    oldEnd--;
    nowEnd--;
  }
  const pairs: [number, number][] = Array.from({ length: head }, (_, i) => [i, i]);
  const [rows, columns] = [oldEnd - head, nowEnd - head];
  if (rows * columns <= maxPairs) {
    const width = columns + 1;
    const lengths = new Uint32Array((rows + 1) * width);
    const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
    const same = (row: number, column: number): boolean => old[head + row] === now[head + column];
    for (let row = rows - 1; row >= 0; row--)
      for (let column = columns - 1; column >= 0; column--)
        lengths[row * width + column] = same(row, column)
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    for (let [row, column] = [0, 0]; row < rows && column < columns;) {
      if (same(row, column)) pairs.push([head + row++, head + column++]);
      else if (at(row + 1, column) >= at(row, column + 1)) row++;
      else column++;
    }
  }
  for (let k = 0; oldEnd + k < old.length; k++) pairs.push([oldEnd + k, nowEnd + k]);
  return pairs;
}
