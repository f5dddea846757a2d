/** Numbers as text that numpy reads back: little-endian bytes in base64. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const bits = (a << 16) | (b << 8) | c;
    for (let k = 0; k < 4; k++) text += i + k > bytes.length ? '=' : (alphabet[(bits >> (18 - 6 * k)) & 63] ?? '');
  }
  return text;
}

/** Of float32, as `numpy.frombuffer(..., "<f4")` expects it. */
export function float32Base64(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i] ?? NaN, true);
  return base64(new Uint8Array(view.buffer));
}

const codes = new Map(Array.from(alphabet, (letter, code) => [letter, code] as const));

/** The bytes again. */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> {
  const letters = text.replaceAll('=', '');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let [bits, held, next] = [0, 0, 0];
  for (const letter of letters) {
    bits = ((bits << 6) | (codes.get(letter) ?? 0)) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[next++] = (bits >> held) & 255;
    }
  }
  return bytes;
}
