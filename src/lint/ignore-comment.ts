/** "Ignore on this line": where the comment can stand so that it silences the finding and changes nothing else. */
import type { Finding } from '../finding/finding';
import type { Module } from '../python/ast';
import { walk } from '../python/walk';
import { lineTable } from '../text/lines';
import type { Edit } from '../text/place';
import { movedPlace, edited, type Reading, type Reread } from './proof';
import { endsInBackslash, lineEnd, suppressionsIn } from './suppressions';
import { keepsTheRest } from './tree-kept';

/** Lines that a backslash or a string may join to the last one of the finding before none is looked at any more. */
const furtherLines = 20;

/** The first line from the finding on whose end takes a comment: not behind a backslash, not within a string. Undefined where there is none. */
export function ignoreEdit(before: Reading, { rule, place }: Finding, reread: Reread): Edit | undefined {
  const text = before.sources.get(place.source)?.text;
  if (text === undefined) return undefined;
  const lines = lineTable(text);
  const first = lines.positionAt(place.start).line;
  const last = Math.min(lines.count - 1, lines.positionAt(place.end).line + furtherLines);
  for (let line = first; line <= last; line++) {
    if (endsInBackslash(text, lines, line)) continue;
    const edit = commentOn(text, place.source, lines.offsetAt({ line, character: 0 }), lineEnd(text, lines, line), rule);
    if (silences(before, { rule, place }, edit, reread)) return edit;
  }
  return undefined;
}

/** A comment within a string is none, whatever it looks like. */
function isInString(tree: Module, at: number): boolean {
  let inside = false;
  walk(tree, (node) => {
    inside ||= (node.kind === 'Constant' || node.kind === 'JoinedStr') && node.start < at && at < node.end;
    return inside || at < node.start || at > node.end ? 'skip' : undefined;
  });
  return inside;
}

/** Adds the comment at the end of the line, or the rule to the comment that is there. */
function commentOn(text: string, source: string, start: number, end: number, rule: string): Edit {
  const written = text.slice(start, end).trimEnd();
  const comment = suppressionsIn({ id: source, text: written }).find(
    ({ scope, place }) => scope === 'line' && written[place.end - 1] === ']',
  );
  const at = start + (comment ? comment.place.end - 1 : written.length);
  const newText = comment ? (comment.rules.length === 0 ? rule : `, ${rule}`) : `  # lossprobe: ignore[${rule}]`;
  return { place: { source, start: at, end: at }, newText };
}

function silences(before: Reading, { rule, place }: Pick<Finding, 'rule' | 'place'>, edit: Edit, reread: Reread): boolean {
  const after = reread(edited(before.sources, [edit]));
  const [old, now] = [before.tree(place.source), after.tree(place.source)];
  if (!old || !now || !keepsTheRest(old, now, [edit])) return false;
  if (isInString(now, edit.place.start)) return false;
  const moved = movedPlace(place, [edit]);
  return !after.findings.some((one) => one.rule === rule && one.place.source === place.source && one.place.start === moved.start);
}
