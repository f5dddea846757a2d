import type { Span } from './place';

// Where values lie in a text that is known to be JSON, so that one of them can be replaced and the rest left as it is.

export interface Member extends Span {
  readonly key: string;
}

const string = /"(?:[^"\\]|\\.)*"/sy;
const space = /[\s\ufeff]*/y;
const scalar = /[^\s,\]}]*/y;

const match = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at + 1;
};

export const skipSpace = (text: string, at: number): number => match(space, text, at);

/** The end of the value at `start`, found without recursion since outputs may be nested deeply. */
function valueEnd(text: string, start: number): number {
  let at = start;
  let depth = 0;
  do {
    const char = text[at];
    if (char === '"') at = match(string, text, at);
    else if (char === '{' || char === '[') {
      depth++;
      at++;
    } else if (char === '}' || char === ']') {
      depth--;
      at++;
    } else at = depth === 0 ? match(scalar, text, at) : at + 1;
  } while (depth > 0 && at < text.length);
  return at;
}

/** The elements of the array at `start`; none where there is something else. */
export function elements(text: string, start: number): readonly Span[] {
  const found: Span[] = [];
  if (text[start] !== '[') return found;
  for (let at = skipSpace(text, start + 1); at < text.length && text[at] !== ']';) {
    const end = valueEnd(text, at);
    found.push({ start: at, end });
    at = afterComma(text, end);
  }
  return found;
}

/** The values of the object at `start` with their keys. */
function members(text: string, start: number): readonly Member[] {
  const found: Member[] = [];
  if (text[start] !== '{') return found;
  for (let at = skipSpace(text, start + 1); at < text.length && text[at] !== '}';) {
    const keyEnd = match(string, text, at);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = valueEnd(text, value);
    found.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, start: value, end });
    at = afterComma(text, end);
  }
  return found;
}

function afterComma(text: string, end: number): number {
  const at = skipSpace(text, end);
  return text[at] === ',' ? skipSpace(text, at + 1) : at;
}

/** The value of a key, the last one if it is there twice, as `JSON.parse` has it. */
export const member = (text: string, start: number, key: string): Member | undefined =>
  members(text, start).findLast((each) => each.key === key);
