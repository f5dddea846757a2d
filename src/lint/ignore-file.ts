/** "Ignore in this file": where the comment stands that silences a rule in a whole script or notebook. */
import type { Finding } from '../finding/finding';
import { cellAt } from '../text/cells';
import type { Edit } from '../text/place';
import { edited, type Reading, type Reread } from './proof';
import { suppressionsIn } from './suppressions';
import { keepsTheRest } from './tree-kept';

/** Adds to the comment that is there; else a line of its own at the top, or at the end of the finding's cell. Undefined where that would change more. */
export function ignoreFileEdit(before: Reading, { rule, place }: Finding, reread: Reread): Edit | undefined {
  const source = before.sources.get(place.source);
  if (source === undefined) return undefined;
  const { id, text, cells } = source;
  const known = suppressionsIn(source).find(({ scope, place: at }) => scope === 'file' && text[at.end - 1] === ']');
  const cell = cells && cellAt(cells, place.start);
  const point = (at: number, newText: string): Edit => ({ place: { source: id, start: at, end: at }, newText });
  const comment = `# lossprobe: ignore-file[${rule}]`;
  const edit = known
    ? point(known.place.end - 1, known.rules.length === 0 ? rule : `, ${rule}`)
    : cell
      ? // The first line of a cell may be a magic that owns the whole cell.
        point(cell.end, `${text[cell.end - 1] === '\n' || cell.end === cell.start ? '' : '\n'}${comment}`)
      : point(afterHeader(text), `${comment}${text.includes('\r\n') ? '\r\n' : '\n'}`);
  const after = reread(edited(before.sources, [edit]));
  const [old, now] = [before.tree(id), after.tree(id)];
  if (!old || !now || !keepsTheRest(old, now, [edit])) return undefined;
  return after.findings.some((one) => one.rule === rule && one.place.source === id) ? undefined : edit;
}

/** Behind what only counts in the first lines: `#!` and the declaration of the encoding. */
function afterHeader(text: string): number {
  let at = 0;
  for (let line = 0; line < 2; line++) {
    const next = text.indexOf('\n', at) + 1;
    const first = text.slice(at, next);
    if (next === 0 || !(first.startsWith('#!') || /^[ \t\f]*#.{0,200}?coding[:=]/.test(first))) break;
    at = next;
  }
  return at;
}
