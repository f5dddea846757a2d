/** The bytes of Python source as text, as Python itself reads them (PEP 263), and back without changing a byte that was not edited. */
import { lineEdits } from '../text/diff';

/** How a text was written. */
export interface Encoding {
  /** As Python names it. */
  readonly name: string;
  /** Bytes of the byte order mark before the text. */
  readonly mark: number;
  /** Strict: throws where the bytes are none of this encoding. */
  readonly decode: (bytes: Uint8Array) => string;
  /** Undefined where a character cannot be written. Where there is no encoder, ASCII is written, which all of these share. */
  readonly encode: (text: string) => Uint8Array | undefined;
}

export type Decoded =
  | { readonly text: string; readonly encoding: Encoding; readonly note?: string | undefined; readonly error?: undefined }
  | { readonly text?: undefined; readonly error: string };

const byteOrderMark = [0xef, 0xbb, 0xbf];

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);
const ascii = (text: string): Uint8Array | undefined => (isAscii(text) ? Buffer.from(text, 'latin1') : undefined);

const utf8: Encoding = {
  name: 'utf-8',
  mark: 0,
  decode: (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
  encode: (text) => (/\p{Surrogate}/u.test(text) ? undefined : Buffer.from(text, 'utf8')),
};

const latin1: Encoding = {
  name: 'latin-1',
  mark: 0,
  decode: (bytes) => Buffer.from(bytes).toString('latin1'),
  encode: (text) => (/[\u0100-\uffff]/.test(text) ? undefined : Buffer.from(text, 'latin1')),
};

/** Python's names where they differ from those of the web. */
const aliases: ReadonlyMap<string, Encoding | string> = new Map<string, Encoding | string>([
  ...['utf-8', 'utf8', 'u8', 'utf', 'utf-8-sig', 'utf8-sig'].map((name) => [name, utf8] as const),
  ...['latin-1', 'latin1', 'latin', 'l1', 'iso-8859-1', 'iso8859-1', 'iso-8859-1-unix', '8859', 'cp819', 'iso-ir-100'].map(
    (name) => [name, latin1] as const,
  ),
  ...['ascii', 'us-ascii', '646'].map((name) => [name, 'us-ascii-strict'] as const),
  ...['cp936', 'ms936', '936'].map((name) => [name, 'gbk'] as const),
  ...['cp932', 'ms932', 'mskanji', 'sjis', 'shiftjis'].map((name) => [name, 'shift_jis'] as const),
  ...['cp949', 'uhc', 'ms949'].map((name) => [name, 'euc-kr'] as const),
  ...['cp950', 'ms950'].map((name) => [name, 'big5'] as const),
]);

function encodingOf(name: string): Encoding | undefined {
  const plain = name.toLowerCase().replaceAll('_', '-');
  const known =
    aliases.get(plain) ??
    plain.replace(/^cp(125\d|866|874)$/, (_, page: string) => (page === '866' ? 'ibm866' : `windows-${page}`));
  if (typeof known !== 'string') return known;
  if (known === 'us-ascii-strict')
    return {
      ...latin1,
      name: 'ascii',
      decode: (bytes) => {
        if (bytes.some((byte) => byte > 0x7f)) throw new RangeError('not ASCII');
        return latin1.decode(bytes);
      },
      encode: ascii,
    };
  try {
    const decoder = new TextDecoder(known, { fatal: true, ignoreBOM: true });
    if (decoder.encoding.startsWith('utf-16')) return undefined;
    return { name: plain, mark: 0, decode: (bytes) => decoder.decode(bytes), encode: ascii };
  } catch {
    return undefined;
  }
}

/** `# -*- coding: latin-1 -*-` in the first line, or in the second where the first is a comment or empty. */
function declared(bytes: Uint8Array): string | undefined {
  const [first = '', second = ''] = Buffer.from(bytes.subarray(0, 1000))
    .toString('latin1')
    .split(/\r\n|\r(?!\n)|\n/, 2);
  const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
  const found = cookie.exec(first);
  return found || !/^[ \t\f]*(?:#|$)/.test(first) ? found?.[1] : cookie.exec(second)?.[1];
}

/** Reads Python source. Where Python would refuse the bytes, they are read byte by byte, so that the rest is still checked, and it is said. */
export function decodePython(bytes: Uint8Array): Decoded {
  const marked = byteOrderMark.every((byte, i) => bytes[i] === byte);
  const body = marked ? bytes.subarray(3) : bytes;
  const name = declared(body) ?? 'utf-8';
  const encoding = encodingOf(name);
  if (!encoding) return { error: `This file is written in ${name}, which cannot be read here.` };
  const mark = marked ? 3 : 0;
  try {
    return { text: encoding.decode(body), encoding: { ...encoding, mark } };
  } catch {
    const note = `This is not ${encoding.name === 'utf-8' ? 'UTF-8, and no other encoding is declared' : `${name}, though it says so`}; Python would refuse it.`;
    return { text: latin1.decode(body), encoding: { ...latin1, mark }, note };
  }
}

/** Reads JSON, which is UTF-8. */
export function decodeJson(bytes: Uint8Array): Decoded {
  const mark = byteOrderMark.every((byte, i) => bytes[i] === byte) ? 3 : 0;
  try {
    return { text: utf8.decode(bytes.subarray(mark)), encoding: { ...utf8, mark } };
  } catch {
    return { error: 'This notebook is not UTF-8.' };
  }
}

/**
 * The bytes of `after`, in which everything that `before` has too stays as it is to the byte.
 * Undefined where a character cannot be written in this encoding.
 */
export function encodeChanges(bytes: Uint8Array, before: string, after: string, encoding: Encoding): Uint8Array | undefined {
  const positions = bytePositions(bytes.subarray(encoding.mark), before, encoding);
  const parts: Uint8Array[] = [bytes.subarray(0, encoding.mark)];
  let cursor = 0;
  for (const { start, end, newText } of lineEdits(before, after)) {
    const [from, to, written] = [positions(start), positions(end), encoding.encode(newText)];
    if (from === undefined || to === undefined || written === undefined) return undefined;
    parts.push(bytes.subarray(encoding.mark + cursor, encoding.mark + from), written);
    cursor = to;
  }
  parts.push(bytes.subarray(encoding.mark + cursor));
  const result = Buffer.concat(parts);
  return encoding.decode(result.subarray(encoding.mark)) === after ? result : undefined;
}

/** Where a character of the text begins in its bytes, found line by line: in all these encodings a line break is a byte of its own. */
function bytePositions(bytes: Uint8Array, text: string, encoding: Encoding): (offset: number) => number | undefined {
  const lines: { readonly at: number; readonly byte: number }[] = [];
  for (let at = 0, byte = 0; ;) {
    lines.push({ at, byte });
    const [nextText, nextByte] = [text.indexOf('\n', at), bytes.indexOf(10, byte)];
    if (nextText < 0 || nextByte < 0) break;
    [at, byte] = [nextText + 1, nextByte + 1];
  }
  return (offset) => {
    let [low, high] = [0, lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lines[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const line = lines[low];
    if (!line) return undefined;
    const within = encoding.encode(text.slice(line.at, offset));
    return within === undefined ? undefined : line.byte + within.length;
  };
}
