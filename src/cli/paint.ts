import { colour } from './output';

/** Colours for a terminal; elsewhere the text stays plain. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly good: (text: string) => string;
}

const same = (text: string): string => text;
const plain: Paint = { strong: same, faint: same, error: same, warning: same, good: same };

const ansi =
  (code: number) =>
  (text: string): string =>
    colour(code) + text + colour(0);

const coloured: Paint = { strong: ansi(1), faint: ansi(2), error: ansi(31), warning: ansi(33), good: ansi(32) };

/** Colour only where a person looks at a terminal and did not refuse it (no-color.org). */
export const paintFor = (
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint => (stream.isTTY === true && (environment.NO_COLOR ?? '') === '' ? coloured : plain);
