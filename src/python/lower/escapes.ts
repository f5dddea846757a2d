export interface StringStyle {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** An f-string: doubled braces stand for one. */
  readonly format: boolean;
}

const simple: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

const textEscape =
  /\{\{|\}\}|\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|N\{[^}]*\}|([\\'"abfnrtv\n]))/g;
const bytesEscape = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|([\\'"abfnrtv\n]))/g;

/**
 * What the text between the quotes stands for. Line ends are `\n` whatever the file has. An unknown escape stays as it is, as in Python.
 * `\N{name}` becomes U+FFFD, because the names of Unicode are not at hand.
 */
export function decodeString(literal: string, style: StringStyle): string {
  const text = literal.includes('\r') ? literal.replace(/\r\n?/g, '\n') : literal;
  if (style.raw) return style.format ? text.replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)) : text;
  if (style.bytes) return text.includes('\\') ? text.replace(bytesEscape, decodeByte) : text;
  if (!style.format && !text.includes('\\')) return text;
  return text.replace(textEscape, (found, octal?: string, x?: string, u?: string, U?: string, char?: string) => {
    if (!found.startsWith('\\')) return style.format ? found.charAt(0) : found;
    if (char !== undefined) return simple[char] ?? '';
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    const code = parseInt(x ?? u ?? U ?? 'FFFD', 16);
    return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  });
}

function decodeByte(_: string, octal?: string, hex?: string, char?: string): string {
  if (char !== undefined) return simple[char] ?? '';
  return String.fromCharCode((octal ? parseInt(octal, 8) : parseInt(hex ?? '0', 16)) & 255);
}
