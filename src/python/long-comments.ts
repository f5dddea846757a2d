/**
 * The grammar's scanner looks past all comments that follow one another, again from each of them, which takes time in the square of their
 * number. Comments are left out of the tree anyway, so where many lines of them follow each other they are blank for the parser.
 */

/** Fewer cost nothing that could be noticed. */
const many = 50;

const commentLines = /^[ \t\f]*#/;

/** The text, at the same length and with the same line breaks. */
export function withoutLongComments(text: string): string {
  if (!hasLongRun(text)) return text;
  const parts: string[] = [];
  let kept = 0;
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    if (char === '#') {
      const end = lineEnd(text, at);
      parts.push(text.slice(kept, at), ' '.repeat(end - at));
      kept = at = end;
    } else if (char === '"' || char === "'") at = stringEnd(text, at);
    else at += char === '\\' ? 2 : 1;
  }
  parts.push(text.slice(kept));
  return parts.join('');
}

function hasLongRun(text: string): boolean {
  let run = 0;
  for (const line of text.split('\n')) {
    run = commentLines.test(line) ? run + 1 : 0;
    if (run >= many) return true;
  }
  return false;
}

function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}

/** After the closing quotes; a string on one line that is not closed ends with the line. */
function stringEnd(text: string, at: number): number {
  const quote = text.charAt(at);
  const quotes = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let i = at + quotes.length; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (quotes.length === 1 && (text[i] === '\n' || text[i] === '\r')) return i;
    else if (text.startsWith(quotes, i)) return i + quotes.length;
  }
  return text.length;
}
