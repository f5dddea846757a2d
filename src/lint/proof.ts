/**
 * What a fix must keep before anybody is shown it: the text stays Python, everything outside the edits is what it was, the finding is gone,
 * and no other warning comes. It is not argued but tried: the text is changed, parsed and read again.
 */
import { fit } from '../edits/sound';
import type { Finding, Fix } from '../finding/finding';
import type { Module } from '../python/ast';
import { applyEdits } from '../text/edit';
import { movedBy } from '../text/moved';
import type { Edit, Place, SourceId } from '../text/place';
import type { Source, Sources } from '../text/source';
import { keepsTheRest } from './tree-kept';

/** A program as it is read, and what is found in it. */
export interface Reading {
  readonly sources: Sources;
  readonly findings: readonly Finding[];
  /** Rules that failed. */
  readonly problems: readonly string[];
  /** The tree of a text in play; asked for only where a fix is tried. */
  readonly tree: (id: SourceId) => Module | undefined;
}

/** Reads the program again after its texts changed. */
export type Reread = (sources: Sources) => Reading;

export type Tried =
  { readonly held: true; readonly after: Reading } | { readonly held: false; readonly reason: Refusal; readonly detail: string };

export type Refusal =
  'cannot be applied' | 'changes nothing' | 'does not parse' | 'a rule failed' | 'finding remains' | 'brings a finding';

export interface Offer {
  readonly finding: Finding;
  readonly fix: Fix;
}

const refused = (reason: Refusal, detail = ''): Tried => ({ held: false, reason, detail });

/** Applies the fixes together and reads the program again. */
export function tryFixes(before: Reading, offers: readonly Offer[], reread: Reread): Tried {
  const edits = offers.flatMap(({ fix }) => fix.edits);
  if (!fit(edits, before.sources)) return refused('cannot be applied');
  const sources = edited(before.sources, edits);
  const changed = [...sources].filter(([id, source]) => source !== before.sources.get(id)).map(([id]) => id);
  if (changed.every((id) => sources.get(id)?.text === before.sources.get(id)?.text)) return refused('changes nothing');
  const after = reread(sources);
  for (const id of changed) {
    const [old, now] = [before.tree(id), after.tree(id)];
    const own = edits.filter(({ place }) => place.source === id);
    if (!old || !now || !keepsTheRest(old, now, own)) return refused('does not parse');
  }
  const [failure] = after.problems.filter((problem) => !before.problems.includes(problem));
  if (failure !== undefined) return refused('a rule failed', failure);
  for (const { finding } of offers) {
    const place = movedPlace(finding.place, edits);
    if (countAt(after.findings, finding.rule, place) >= countAt(before.findings, finding.rule, finding.place))
      return refused('finding remains', after.findings.find(({ rule }) => rule === finding.rule)?.message);
  }
  const [loud] = newlyLoud(before.findings, after.findings, edits);
  if (loud) return refused('brings a finding', `${loud.rule} (${loud.severity}): ${loud.message}`);
  return { held: true, after };
}

/** Fixes that were tried and hold; the others are not spoken of. `spend` says whether another reading is affordable. */
export function withProvenFixes(before: Reading, finding: Finding, reread: Reread, spend: () => boolean = () => true): Finding {
  if (finding.fixes.length === 0) return finding;
  return { ...finding, fixes: finding.fixes.filter((fix) => spend() && tryFixes(before, [{ finding, fix }], reread).held) };
}

/** Characters that may be read again to try the fixes of one program. */
const maximumReadAgain = 2_000_000;

/** All findings with the fixes that hold. The work is bounded by the length of what is read, so a text of thousands of findings ends too. */
export function provenFindings(before: Reading, reread: Reread): readonly Finding[] {
  const length = [...before.sources.values()].reduce((sum, { text }) => sum + text.length, 0);
  let left = Math.max(1, Math.floor(maximumReadAgain / Math.max(1, length)));
  return before.findings.map((finding) => withProvenFixes(before, finding, reread, () => left-- > 0));
}

/** The texts after the edits; the cells of a notebook grow and shrink with them. */
export function edited(sources: Sources, edits: readonly Edit[]): Sources {
  return new Map([...sources].map(([id, source]) => [id, editSource(source, edits)]));
}

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

const overlap = (a: Place, b: Place): boolean => a.source === b.source && a.start <= b.end && b.start <= a.end;

const countAt = (findings: readonly Finding[], rule: string, place: Place): number =>
  findings.filter((one) => one.rule === rule && overlap(one.place, place)).length;

const isLoud = ({ severity }: Finding): boolean => severity === 'error' || severity === 'warning';

/** Warnings and errors of `after` that have no counterpart where they were before the edits. */
function newlyLoud(before: readonly Finding[], after: readonly Finding[], edits: readonly Edit[]): readonly Finding[] {
  const known = new Map<string, Place[]>();
  for (const { rule, place } of before.filter(isLoud)) {
    const places = known.get(rule) ?? [];
    places.push(movedPlace(place, edits));
    known.set(rule, places);
  }
  return after.filter(isLoud).filter(({ rule, place }) => {
    const places = known.get(rule) ?? [];
    const index = places.findIndex((one) => overlap(one, place));
    if (index < 0) return true;
    places.splice(index, 1);
    return false;
  });
}

/** Where a place is after the edits: from the last to the first, so that none moves another. */
export const movedPlace = (place: Place, edits: readonly Edit[]): Place =>
  edits
    .filter((edit) => edit.place.source === place.source)
    .toSorted((a, b) => b.place.start - a.place.start)
    .reduce(
      (span, { place: { start, end }, newText }) =>
        movedBy(span, { offset: start, length: end - start, inserted: newText.length }),
      place,
    );
