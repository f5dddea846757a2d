/** Places of the program <-> ranges of documents. In a notebook a place lies in the document of its cell. */
import * as vscode from 'vscode';
import { cellAt } from '../text/cells';
import { lineTable, type LineTable } from '../text/lines';
import type { Edit, Place, SourceId } from '../text/place';
import type { Sources } from '../text/source';
import { idOf, sourceOf, type Script } from './documents';

/** Texts and the script they were read for. */
export interface InPlay {
  readonly script: Script;
  readonly sources: Sources;
}

const tables = new WeakMap<object, LineTable>();

function tableOf(source: { readonly text: string }): LineTable {
  const known = tables.get(source);
  if (known !== undefined) return known;
  const table = lineTable(source.text);
  tables.set(source, table);
  return table;
}

const uriOf = (script: Script, id: SourceId): vscode.Uri =>
  id === idOf(script.uri) ? script.uri : script.uri.with({ path: id });

/** Where a place is, or undefined when its text or cell is gone. */
export function locationOf({ script, sources }: InPlay, place: Place): vscode.Location | undefined {
  const source = sources.get(place.source);
  if (source === undefined) return undefined;
  const table = tableOf(source);
  const start = table.positionAt(place.start);
  const end = table.positionAt(place.end);
  if (source.cells === undefined || script.kind === 'file')
    return new vscode.Location(uriOf(script, source.id), new vscode.Range(start.line, start.character, end.line, end.character));
  const cell = cellAt(source.cells, place.start);
  if (cell === undefined || cell.index >= script.notebook.cellCount) return undefined;
  const first = table.positionAt(cell.start).line;
  const last = table.positionAt(Math.min(place.end, cell.end));
  return new vscode.Location(
    script.notebook.cellAt(cell.index).document.uri,
    new vscode.Range(start.line - first, start.character, last.line - first, last.character),
  );
}

/** `train.py, line 12`; `study.ipynb, cell 3, line 2`. Counted from 1. */
export function placeLabel(inPlay: InPlay, place: Place): string {
  const name = place.source.slice(place.source.lastIndexOf('/') + 1);
  const location = locationOf(inPlay, place);
  if (location === undefined) return name;
  const line = location.range.start.line + 1;
  const cells = inPlay.sources.get(place.source)?.cells;
  const cell = cells === undefined ? undefined : cellAt(cells, place.start);
  return cell === undefined ? `${name}, line ${line}` : `${name}, cell ${cell.index + 1}, line ${line}`;
}

/** The offset in the program's text of a position in one of its documents. */
export function offsetOf(
  { script, sources }: InPlay,
  document: vscode.TextDocument,
  position: vscode.Position,
): number | undefined {
  const source = sources.get(idOf(script.uri));
  if (source === undefined) return undefined;
  const start = startOf({ script, sources }, document);
  return start === undefined ? undefined : start + document.offsetAt(position);
}

/** Where a document begins in the program's text: 0, or the start of its cell. */
export function startOf({ script, sources }: InPlay, document: vscode.TextDocument): number | undefined {
  if (script.kind === 'file') return script.document === document ? 0 : undefined;
  const index = script.notebook.getCells().find((cell) => cell.document === document)?.index;
  return sources.get(idOf(script.uri))?.cells?.find((cell) => cell.index === index)?.start;
}

/** The texts with the script's own as it is in the editor now: for places that moved with it. */
export const inPlayNow = ({ script, sources }: InPlay): InPlay => ({
  script,
  sources: new Map(sources).set(idOf(script.uri), sourceOf(script)),
});

/** The edits as the editor applies them; undefined if one of them would reach from one cell into another. */
export function workspaceEdit(inPlay: InPlay, edits: readonly Edit[]): vscode.WorkspaceEdit | undefined {
  const made = new vscode.WorkspaceEdit();
  for (const { place, newText } of edits) {
    const cells = inPlay.sources.get(place.source)?.cells;
    if (cells !== undefined && cellAt(cells, place.start) !== cellAt(cells, place.end)) return undefined;
    const location = locationOf(inPlay, place);
    if (location === undefined) return undefined;
    made.replace(location.uri, location.range, newText);
  }
  return made;
}
