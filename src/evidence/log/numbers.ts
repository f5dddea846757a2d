/** Numbers and their names in a printed line. */

/** A name of one or two words, and what stands between it and its number. */
const label = /([a-z][\w.]{0,80}(?: (?!nan\b|inf)[a-z]\w{0,40})?)\s{0,3}(?:[:=]\s{0,8})?/iy;
/** A number as Python prints it, with a decimal comma where the machine's language has one. */
const number = /[-+]?(?:\d{1,60}(?:[.,]\d{1,60})?(?:e[-+]?\d{1,5})?|\.\d{1,60}(?:e[-+]?\d{1,5})?|nan|inf(?:inity)?)/iy;

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
    label.lastIndex = at;
    const name = label.exec(line)?.[1] ?? '';
    // Digits at the end of a name are its own, unless they are all that follows: `loss 0.5` has a blank in between.
    number.lastIndex = label.lastIndex;
    const text = number.exec(line)?.[0];
    const end = number.lastIndex;
    if (name === '' || text === undefined || isUnit(line, end)) {
      at++;
      continue;
    }
    found.push({ name: nameOf(name), value: parseNumber(text), text: text.toLowerCase() });
    at = end;
  }
  return found;
}

/** `3s`, `12%`, `1/10`: a time, a share or a count, and no figure. */
const isUnit = (line: string, at: number): boolean =>
  at < line.length && (isWord(line.charCodeAt(at)) || line[at] === '%' || line[at] === '/');

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
