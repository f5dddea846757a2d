/**
 * What every edit must be, whoever builds it: within its text, not over the border of a cell, apart from the others of its fix, and about
 * what it speaks of alone. A fix of one layer may not change a call that makes several.
 */
import type { TrainingProgram } from '../facts/training';
import { cellAt } from '../text/cells';
import { contains, samePlace, type Edit, type Place } from '../text/place';
import type { Sources } from '../text/source';

const sameEdit = (a: Edit, b: Edit): boolean => samePlace(a.place, b.place) && a.newText === b.newText;
const keyOf = ({ place, newText }: Edit): string => JSON.stringify([place.source, place.start, place.end, newText]);

/** Edits that are written once however often they are asked for: a loop that makes four layers by one call asks four times. */
export const withoutRepeatedEdits = (edits: readonly Edit[]): readonly Edit[] =>
  edits.filter((edit, i) => edits.findIndex((other) => sameEdit(edit, other)) === i);

/** Whether the edits can be applied together at all. */
export function fit(edits: readonly Edit[], sources: Sources): boolean {
  const sorted = edits.toSorted((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
  const ends = new Map<string, number>();
  return sorted.every(({ place: { source, start, end } }) => {
    const text = sources.get(source);
    if (!text || start < (ends.get(source) ?? 0) || end < start || end > text.text.length) return false;
    ends.set(source, end);
    if (!text.cells) return true;
    const cell = cellAt(text.cells, start);
    return cell !== undefined && end <= cell.end;
  });
}

/**
 * Of the fixes of one rule those that can be applied and reach no further than they say, each edit once.
 * A call that makes several layers may be edited only where the rule asks for that edit as often: then it speaks of all of them.
 */
export function soundEdits(
  { program, sources }: { readonly program: TrainingProgram; readonly sources: Sources },
  fixes: readonly (readonly Edit[])[],
): readonly (readonly Edit[] | undefined)[] {
  const makers = severalLayers(program);
  const asked = new Map<string, number>();
  if (makers.length > 0) for (const edit of fixes.flat()) asked.set(keyOf(edit), (asked.get(keyOf(edit)) ?? 0) + 1);
  return fixes.map((edits) => {
    const once = withoutRepeatedEdits(edits);
    const within = once.every((edit) =>
      makers.every(({ place, layers }) => !isInside(edit.place, place) || (asked.get(keyOf(edit)) ?? 0) >= layers),
    );
    return once.length > 0 && within && fit(once, sources) ? once : undefined;
  });
}

const isInside = (edit: Place, call: Place): boolean => edit.source === call.source && contains(call, edit);

interface Maker {
  readonly place: Place;
  readonly layers: number;
}

/** Calls that make more than one layer of a model, as in a loop or a function called twice. */
function severalLayers({ runs }: TrainingProgram): readonly Maker[] {
  const makers = new Map<string, Maker>();
  for (const model of new Set(runs.map((run) => run.model))) {
    const counts = new Map<string, { place: Place; layers: Set<number> }>();
    for (const node of model.nodes) {
      if (node.kind !== 'layer') continue;
      const { place } = node.layer.call;
      const key = `${place.source}:${place.start}:${place.end}`;
      const known = counts.get(key) ?? { place, layers: new Set() };
      known.layers.add(node.layer.key);
      counts.set(key, known);
    }
    for (const [key, { place, layers }] of counts)
      if (layers.size > 1) makers.set(key, { place, layers: Math.max(layers.size, makers.get(key)?.layers ?? 0) });
  }
  return [...makers.values()];
}
