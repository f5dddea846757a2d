/** Damaged programs from sound ones, the same for the same seed. */

/** A seeded generator of numbers in [0, 1) (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pieces = [
  '(',
  ')',
  '[',
  ']',
  ':',
  ',',
  '*',
  '**',
  '=',
  'None',
  '-1',
  '1e309',
  'model',
  'x',
  'self',
  'lambda: ',
  'for i in range(10):\n  ',
  'if x:\n',
  'return ',
  '"',
  "'",
  '\\',
  '@',
  'yield ',
  'await ',
];

/** One to four edits: a cut, a moved or repeated line, a changed number or name, a stray piece of syntax, a truncation. */
export function mutate(text: string, random: () => number): string {
  let result = text;
  const edits = 1 + Math.floor(random() * 4);
  for (let i = 0; i < edits; i++) result = edit(result, random);
  return result;
}

function edit(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  switch (Math.floor(random() * 8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 12));
    case 2:
      return text.slice(0, at) + (pick(pieces) ?? '') + text.slice(at);
    case 3: {
      const lines = text.split('\n');
      const [line] = lines.splice(Math.floor(random() * lines.length), 1);
      lines.splice(Math.floor(random() * lines.length), 0, line ?? '');
      return lines.join('\n');
    }
    case 4: {
      const lines = text.split('\n');
      const line = Math.floor(random() * lines.length);
      lines.splice(line, 0, ...lines.slice(line, line + 3));
      return lines.join('\n');
    }
    case 5:
      return text.replace(/\d+/g, (number) =>
        random() < 0.2 ? (pick(['0', '-1', '99999999', '1e400', 'None']) ?? number) : number,
      );
    case 6: {
      const names = text.match(/[A-Za-z_]\w+/g) ?? [];
      const [from, to] = [pick(names), pick(names)];
      return from === undefined || to === undefined ? text : text.split(from).join(to);
    }
    default:
      return text.replace(/\n( *)/g, (line, indent: string) => (random() < 0.1 ? `\n${indent}  ` : line));
  }
}
