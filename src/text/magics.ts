/**
 * Masks what IPython adds to Python in one cell: `%magic`, `%%cell magic`, `!shell`, `?help` and `help?`.
 * The result has the same length and the same line breaks, and is Python where the rest of the cell was.
 *
 * A line alone becomes blank, or `pass` where it is indented, since it may be all of a block. `x = !ls` becomes `x = ...`.
 * What runs Python in the same names, as `%time fit()` or `%%capture`, keeps that Python.
 */
export function maskMagics(text: string): string {
  const body = maskCellMagics(text);
  if (body === undefined) return blank(text);
  let out = text.slice(0, body).replace(/^%%[^\r\n]*/gm, blank);
  let at = body;
  while (at < text.length) {
    const line = logicalLine(text, at);
    out += line;
    at += line.length;
  }
  return out;
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

/** Cell magics whose body is Python that runs in the notebook's own names. */
const runsPython = new Set([
  'time',
  'timeit',
  'capture',
  'prun',
  'debug',
  'memit',
  'wandb',
  'snakeviz',
  'scalene',
  'pyinstrument',
  'notify',
]);

/** Where the Python of the cell begins, after its cell magics; undefined if none of it is Python. */
function maskCellMagics(text: string): number | undefined {
  // Comments may stand before it: Colab puts the title of a cell there.
  const magic = /(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r(?!\n)|\n))*%%(\w+)(?!\w)[^\r\n]*(?:\r\n|\r(?!\n)|\n|$)/y;
  let at = 0;
  for (;;) {
    magic.lastIndex = at;
    const found = magic.exec(text);
    if (found === null) return at;
    if (!runsPython.has(found[1] ?? '')) return undefined;
    at = magic.lastIndex;
  }
}

/** `%timeit -n 10 f()`: the magic with its options, before a simple statement. */
const statementMagic =
  /^(%(?:time|timeit|prun|memit)\b(?:[ \t]+-(?:[nr][ \t]*\d+|[lsTD][ \t]+\S+|[a-zA-Z]+)(?=\s))*[ \t]+)(?=[\w([{'"*])(?!(?:for|while|if|with|def|class|try|async)\b)/;

/** The logical line that begins at `start`, over brackets, strings and continuations, with its break: masked where it is not Python. */
function logicalLine(text: string, start: number): string {
  const indent = /[ \t\f]*/y;
  indent.lastIndex = start;
  indent.exec(text);
  const first = indent.lastIndex;
  // Nothing of Python begins with these.
  if (/[%!?,;/]/.test(text.charAt(first))) {
    const end = shellEnd(text, first);
    return text.slice(start, first) + maskedStatement(text.slice(first, end), first > start) + lineBreak(text, end);
  }
  return pythonLine(text, start, first);
}

/** To the end of the line, and on while lines end in a backslash. */
function shellEnd(text: string, at: number): number {
  const rest = /(?:[^\r\n]*\\(?:\r\n?|\n))*[^\r\n]*/y;
  rest.lastIndex = at;
  rest.exec(text);
  return rest.lastIndex;
}

function lineBreak(text: string, at: number): string {
  return /^(?:\r\n|\r|\n)?/.exec(text.slice(at, at + 2))?.[0] ?? '';
}

function maskedStatement(statement: string, indented: boolean): string {
  const timed = statementMagic.exec(statement)?.[1];
  // `%time x = f()` assigns x. `if 1: ` is as long as `%time `, and whatever comes then stays where it is.
  if (timed !== undefined) return `if 1:${blank(timed.slice(5))}${statement.slice(timed.length)}`;
  if (!indented) return blank(statement);
  return filled(statement, ['pass', '...', '0']);
}

/** Blank, but for the longest of these words that fits into its first line. */
function filled(text: string, words: readonly string[]): string {
  const room = /^[^\r\n\\]*/.exec(text)?.[0].length ?? 0;
  const word = words.find(({ length }) => length <= room) ?? '';
  return word + blank(text.slice(word.length));
}

const stringStart = /'''|"""|'|"/y;
const assignedMagic = /=[ \t]*(?:!|%(?=[a-zA-Z_]))/y;

function pythonLine(text: string, start: number, first: number): string {
  let depth = 0;
  let help = false;
  let at = first;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\n' || char === '\r') {
      if (depth === 0) break;
      at++;
    } else if (char === '\\') at += 1 + Math.max(1, lineBreak(text, at + 1).length);
    else if (char === '#') at = restOfLine(text, at);
    else if (char === "'" || char === '"') at = stringEnd(text, at);
    else {
      if ('([{'.includes(char)) depth++;
      else if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
      // Python has no question mark outside strings and comments.
      else if (char === '?') help = true;
      else if (char === '=' && depth === 0) {
        const value = magicValue(text, at);
        if (value !== undefined) return text.slice(start, at + 1) + value;
      }
      at++;
    }
  }
  const end = Math.min(at, text.length);
  const line = text.slice(first, end);
  return text.slice(start, first) + (help ? maskedStatement(line, first > start) : line) + lineBreak(text, end);
}

/** `= !ls` and `= %magic`, from after the equals sign to the end of the line, as a value nobody knows. */
function magicValue(text: string, equals: number): string | undefined {
  assignedMagic.lastIndex = equals;
  if (!assignedMagic.test(text)) return undefined;
  const end = shellEnd(text, equals);
  const mark = assignedMagic.lastIndex - 1;
  const room = end - mark;
  const from = room < 3 && mark > equals + 1 ? mark - 1 : mark;
  return text.slice(equals + 1, from) + filled(text.slice(from, end), ['...', '_']) + lineBreak(text, end);
}

function restOfLine(text: string, at: number): number {
  const rest = /[^\r\n]*/y;
  rest.lastIndex = at;
  rest.exec(text);
  return rest.lastIndex;
}

/** After the closing quotes; a string on one line that is not closed ends with the line. */
function stringEnd(text: string, at: number): number {
  stringStart.lastIndex = at;
  const quotes = stringStart.exec(text)?.[0] ?? '"';
  for (let i = at + quotes.length; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') i += lineBreak(text, i + 1) === '\r\n' ? 2 : 1;
    else if (quotes.length === 1 && (char === '\n' || char === '\r')) return i;
    else if (text.startsWith(quotes, i)) return i + quotes.length;
  }
  return text.length;
}
