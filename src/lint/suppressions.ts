import type { Finding } from '../finding/finding';
import { lineTable } from '../text/lines';
import type { Place, SourceId } from '../text/place';
import type { Source } from '../text/source';

/** A comment that silences rules: `# lossprobe: ignore[rule-id]` on its line, `# lossprobe: ignore-file[rule-id]` in the whole file. */
export interface Suppression {
  readonly source: SourceId;
  readonly scope: 'line' | 'file';
  readonly line: number;
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

const comment = /#\s*lossprobe:\s*ignore(-file)?\s*(?:\[([^\]\n]*)\])?/g;

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
    return {
      source: id,
      scope: match[1] ? 'file' : 'line',
      line: lines.positionAt(start).line,
      rules,
      place: { source: id, start, end: start + match[0].length },
      indented: /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0,
    };
  });
}

/** The mention that silences a finding: one for the file, or on a line the finding touches. */
export function silencing(
  suppressions: readonly Suppression[],
  finding: Finding,
  firstLine: number,
  lastLine: number,
): RuleMention | undefined {
  for (const one of suppressions) {
    if (one.source !== finding.place.source) continue;
    if (one.scope === 'line' && (one.line < firstLine || one.line > lastLine)) continue;
    const mention = one.rules.find(({ id }) => id === finding.rule);
    if (mention) return mention;
  }
  return undefined;
}
