/** Numbers and their names in a printed line. */

/** A number as Python prints it, with a decimal comma where the machine's language has one. */
const number = String.raw`[-+]?(?:\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|inf(?:inity)?)`;

const pair = new RegExp(
  String.raw`([A-Za-z][\w.]*(?: [A-Za-z]\w*)?)\s{0,3}(?:[:=]|\bis\b)?\s{0,8}(${number})(?![\w.]*[A-Za-z%/])`,
  'giy',
);

export interface NamedNumber {
  readonly name: string;
  readonly value: number;
  readonly text: string;
}

/** `loss: 0.69 - accuracy: 0.5`, `epoch=1, loss=0.69`, `Iter 10 Minibatch Loss= 0.5` */
export function namedNumbers(line: string): readonly NamedNumber[] {
  const found: NamedNumber[] = [];
  let at = 0;
  while (at < line.length) {
    // A name begins at a letter that follows none.
    const code = line.charCodeAt(at);
    if (!isLetter(code) || (at > 0 && isWord(line.charCodeAt(at - 1)))) {
      at++;
      continue;
    }
    pair.lastIndex = at;
    const match = pair.exec(line);
    const [whole, name, text] = match ?? [];
    if (whole === undefined || name === undefined || text === undefined || whole.length > 200) {
      at++;
      continue;
    }
    found.push({ name: nameOf(name), value: parseNumber(text), text: text.toLowerCase() });
    at += whole.length;
  }
  return found;
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isWord = (code: number): boolean => isLetter(code) || code === 95 || (code >= 48 && code <= 57);

const parts: ReadonlySet<string> = new Set(
  'train training val valid validation test minibatch batch total avg average mean epoch'.split(' '),
);

/** In small letters, and without a word before it or an `is` behind it that is none of its name: `the loss is`. */
function nameOf(written: string): string {
  const [first = '', second] = written.toLowerCase().split(' ');
  if (second === undefined || second === 'is') return first;
  return parts.has(first) ? `${first} ${second}` : second;
}

export function parseNumber(text: string): number {
  const plain = text.trim().toLowerCase().replace(',', '.');
  if (/^[-+]?nan$/.test(plain)) return NaN;
  if (/^[-+]?inf(?:inity)?$/.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity;
  return Number(plain);
}
