import type { Finding, Fix } from '../finding/finding';
import { applyEdits } from '../text/edit';
import type { Edit } from '../text/place';
import type { Source, Sources } from '../text/source';

/** A fix may bring up another finding; programs that never settle are left after this many rounds. */
const maxRounds = 10;

export interface FixAllResult {
  readonly sources: Sources;
  /** Titles of the fixes that were applied, in order. */
  readonly applied: readonly string[];
}

/**
 * Applies the first safe fix of every finding until nothing changes. Fixes that touch each other wait for the next round.
 * @param relint the findings of the program after an edit
 */
export function fixAll(sources: Sources, relint: (sources: Sources) => readonly Finding[]): FixAllResult {
  let current = sources;
  const applied: string[] = [];
  for (let round = 0; round < maxRounds; round++) {
    const fixes = apart(relint(current).flatMap(({ fixes: offered }) => offered.find(({ safety }) => safety === 'safe') ?? []));
    if (fixes.length === 0) break;
    const edits = fixes.flatMap((fix) => fix.edits);
    current = new Map([...current].map(([id, source]) => [id, editSource(source, edits)]));
    applied.push(...fixes.map(({ title }) => title));
  }
  return { sources: current, applied };
}

/** As many fixes as fit beside each other, first come first served. */
function apart(fixes: readonly Fix[]): readonly Fix[] {
  const taken: Edit[] = [];
  return fixes.filter((fix) => {
    if (fix.edits.length === 0 || fix.edits.some((edit) => taken.some((other) => touch(edit, other)))) return false;
    taken.push(...fix.edits);
    return true;
  });
}

/** Edits at the same point touch too: two fixes may want to add the same import. */
const touch = ({ place: a }: Edit, { place: b }: Edit): boolean => a.source === b.source && a.start <= b.end && b.start <= a.end;

/** The source after the edits; the cells of a notebook grow and shrink with them. */
function editSource(source: Source, edits: readonly Edit[]): Source {
  const here = edits.filter(({ place }) => place.source === source.id);
  if (here.length === 0) return source;
  const text = applyEdits(source.id, source.text, here);
  const moved = (offset: number, counts: (edit: Edit) => boolean): number =>
    here.filter(counts).reduce((sum, { place, newText }) => sum + newText.length - (place.end - place.start), offset);
  const cells = source.cells?.map(({ index, start, end }) => ({
    index,
    start: moved(start, ({ place }) => place.start < start),
    end: moved(end, ({ place }) => place.start <= end),
  }));
  return { id: source.id, text, ...(cells && { cells }) };
}
