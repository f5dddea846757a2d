/** What a terminal would show of an output: carriage returns, backspaces and colours taken out. */

/** Longer logs are read at both ends: the pattern of a training is in its first and its last epochs. */
const LONGEST = 12_000_000;
/** A line that is longer is a dump of numbers; its end is left out. */
const LONGEST_LINE = 4_000_000;

export interface CleanText {
  readonly lines: readonly string[];
  readonly skipped: number;
}

export function cleanText(output: string): CleanText {
  const half = LONGEST / 2;
  const skipped = Math.max(0, output.length - LONGEST);
  const text = skipped > 0 ? `${output.slice(0, half)}\n${output.slice(-half)}` : output;
  const bare = withoutColours(text).replaceAll('\r\n', '\n');
  return { lines: bare.split('\n').flatMap(shownOf), skipped };
}

/** Without the control sequences of a terminal, which begin with ESC, and without what is left of them where ESC itself was lost. */
const withoutColours = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex -- this is what is looked for
    .replaceAll(/\u001b\[[0-9;?]{0,20}[A-Za-z]/g, '')
    // eslint-disable-next-line no-control-regex -- the same
    .replaceAll(/\u001b[()\]][0-9A-Z]?/g, '')
    .replaceAll(/\[(?:0|1|22|3[0-7]|9[0-7])m/g, '');

/**
 * The states of one line. Each carriage return, and each row of backspaces, begins it anew; all states are given, because a progress bar that
 * was overwritten by another text has its last figures in an earlier one.
 */
function shownOf(line: string): readonly string[] {
  // eslint-disable-next-line no-control-regex -- this is what is looked for
  const states = line.slice(0, LONGEST_LINE).split(/[\r\u0008]+/);
  return states.length === 1 ? states : states.filter((state) => state.trim() !== '');
}
