/** Zero-based line and UTF-16 column, as editors and the command line's JSON count them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Turns offsets of one text into positions and back. Lines end in `\n`, `\r\n` or `\r`. */
export interface LineTable {
  readonly count: number;
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
}

export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  const startOf = (line: number): number => starts[line] ?? text.length;
  return {
    count: starts.length,
    positionAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (startOf(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: Math.min(offset, text.length) - startOf(low) };
    },
    offsetAt: ({ line, character }) => Math.min(startOf(line) + character, startOf(line + 1)),
  };
}
