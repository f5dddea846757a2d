import type { Finding } from '../finding/finding';
import { lineTable, type LineTable } from '../text/lines';
import type { Place, SourceId } from '../text/place';
import type { Source } from '../text/source';

/** A comment that silences rules: `# lossprobe: ignore[rule-id]` on its line, `# lossprobe: ignore-file[rule-id]` in the whole file. */
export interface Suppression {
  readonly source: SourceId;
  readonly scope: 'line' | 'file';
  /** The line of the comment, and the first of those that a backslash joins to it: no comment can stand behind a backslash. */
  readonly line: number;
  readonly firstLine: number;
  readonly rules: readonly RuleMention[];
  /** From the `#` to the closing bracket. */
  readonly place: Place;
  /** White space before the comment up to what precedes it. */
  readonly indented: number;
}

export interface RuleMention {
  readonly id: string;
  readonly place: Place;
}

const comment = /#[^\S\r\n]*lossprobe:[^\S\r\n]*ignore(-file)?(?:[^\S\r\n]*\[([^\][\r\n]*)\])?/g;

export function suppressionsIn({ id, text }: Source): readonly Suppression[] {
  if (!text.includes('lossprobe:')) return [];
  const lines = lineTable(text);
  return [...text.matchAll(comment)].map((match): Suppression => {
    const start = match.index;
    const list = match[2] ?? '';
    const listStart = start + match[0].length - 1 - list.length;
    const rules = [...list.matchAll(/[^\s,]+/g)].map((name) => ({
      id: name[0],
      place: { source: id, start: listStart + name.index, end: listStart + name.index + name[0].length },
    }));
    const { line } = lines.positionAt(start);
    return {
      source: id,
      scope: match[1] ? 'file' : 'line',
      line,
      firstLine: firstJoined(text, lines, line),
      rules,
      place: { source: id, start, end: start + match[0].length },
      indented: spacesBefore(text, start),
    };
  });
}

/** The first of the lines that end in a backslash right above `line`. */
function firstJoined(text: string, lines: LineTable, line: number): number {
  let first = line;
  while (first > 0 && endsInBackslash(text, lines, first - 1)) first--;
  return first;
}

export const endsInBackslash = (text: string, lines: LineTable, line: number): boolean =>
  text[lineEnd(text, lines, line) - 1] === '\\';

/** Where the text of a line ends, before its line break. */
export function lineEnd(text: string, lines: LineTable, line: number): number {
  let end = line + 1 < lines.count ? lines.offsetAt({ line: line + 1, character: 0 }) : text.length;
  const start = lines.offsetAt({ line, character: 0 });
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return end;
}

function spacesBefore(text: string, at: number): number {
  let start = at;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return at - start;
}

/** Finds the mention that silences a finding of these lines: one for the file, or on a line the finding touches. */
export type Silencing = (finding: Finding, firstLine: number, lastLine: number) => RuleMention | undefined;

export function silencing(suppressions: readonly Suppression[]): Silencing {
  const byRule = new Map<string, { readonly suppression: Suppression; readonly mention: RuleMention }[]>();
  for (const suppression of suppressions)
    for (const mention of suppression.rules) {
      const key = `${mention.id} ${suppression.source}`;
      const known = byRule.get(key) ?? [];
      known.push({ suppression, mention });
      byRule.set(key, known);
    }
  return (finding, firstLine, lastLine) =>
    byRule
      .get(`${finding.rule} ${finding.place.source}`)
      ?.find(({ suppression: { scope, firstLine: from, line } }) => scope === 'file' || (from <= lastLine && firstLine <= line))
      ?.mention;
}
