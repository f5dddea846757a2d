/** What goes to the terminal: text of the program may hold control sequences, which must not reach it. */

/** Marks around the number of one of our own colours. Unicode keeps these two for such a use; they never stand in a text. */
const [open, close] = ['\ufdd0', '\ufdd1'];

/** A colour, to be made a control sequence only when all else was made harmless. */
export const colour = (code: number): string => `${open}${code}${close}`;

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Controls of C0 (but tab and line break), DEL, C1, and what turns the direction of writing. */
const controls = /(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Control characters as people can read them; then our own colours. */
export const printable = (text: string): string =>
  text.replaceAll(controls, escaped).replaceAll(/\ufdd0(\d{1,2})\ufdd1/g, '\u001b[$1m');

/** Control characters as JSON writes them; there are no colours in data. */
export const write = (text: string, format = 'text'): void =>
  void process.stdout.write(format === 'text' ? printable(text) : text.replaceAll(controls, escaped));
export const warn = (text: string): void => void process.stderr.write(printable(text));

/** A reader that has seen enough (`| head`) closes the pipe: that is no failure. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
}
