import type { Edit, Place } from '../text/place';
import type { Sources } from '../text/source';
import type { Severity } from '../finding/finding';
import { tryFixes, type Offer, type Reading, type Reread } from './proof';

/** A fix may bring up another finding; programs that have not settled after so many readings are left as they are then. */
const maximumReadings = 60;

export interface FixAllResult {
  readonly sources: Sources;
  /** Titles of the fixes that were applied, in order. */
  readonly applied: readonly string[];
  /** Why safe fixes are still offered in the end: fixes that undo each other, or too many rounds. */
  readonly unsettled?: string | undefined;
}

interface State {
  readonly reading: Reading;
  readonly applied: readonly string[];
}

/** A fix that was tried on the text as it is now and did not hold. */
interface Refused {
  readonly rule: string;
  readonly title: string;
  readonly place: Place;
}

/**
 * Applies the first safe fix of every finding until nothing changes. Every step is tried before it is taken (`proof.ts`): fixes that do not hold
 * together are taken apart, and one that does not hold alone is left out. A state that was there before ends it; the best one is kept.
 */
export function fixAll(start: Reading, reread: Reread): FixAllResult {
  let readings = 0;
  const read: Reread = (sources) => {
    readings++;
    return reread(sources);
  };
  let current: State = { reading: start, applied: [] };
  let best = current;
  let refused: readonly Refused[] = [];
  const seen = new Set([keyOf(start.sources)]);
  while (readings < maximumReadings) {
    const offers = apart(offersOf(current.reading, refused));
    if (offers.length === 0) return { sources: current.reading.sources, applied: current.applied };
    const step = largestStep(current.reading, offers, read);
    if ('refused' in step) {
      const { rule, place } = step.refused.finding;
      refused = [...refused, { rule, place, title: step.refused.fix.title }];
      continue;
    }
    // What did not hold before may hold now that something else is mended.
    refused = [];
    current = { reading: step.after, applied: [...current.applied, ...step.taken.map(({ fix }) => fix.title)] };
    if (isBetter(current.reading, best.reading)) best = current;
    const key = keyOf(current.reading.sources);
    if (seen.has(key))
      return { sources: best.reading.sources, applied: best.applied, unsettled: 'Some of the fixes undo each other.' };
    seen.add(key);
  }
  return { sources: best.reading.sources, applied: best.applied, unsettled: 'There are more fixes than are applied at once.' };
}

const keyOf = (sources: Sources): string => JSON.stringify([...sources].map(([id, { text }]) => [id, text]));

function offersOf({ findings }: Reading, refused: readonly Refused[]): readonly Offer[] {
  return findings.flatMap((finding) => {
    const fix = finding.fixes.find(
      ({ safety, title }) =>
        safety === 'safe' &&
        !refused.some((one) => one.rule === finding.rule && one.title === title && one.place.start === finding.place.start),
    );
    return fix ? [{ finding, fix }] : [];
  });
}

type Step = { readonly taken: readonly Offer[]; readonly after: Reading } | { readonly refused: Offer };

/** As many of the fixes as hold together: all, else half of them, and so on; one that does not hold alone is refused. */
function largestStep(before: Reading, offers: readonly Offer[], reread: Reread): Step {
  for (let taken = offers; ; taken = taken.slice(0, Math.ceil(taken.length / 2))) {
    const tried = tryFixes(before, taken, reread);
    if (tried.held) return { taken, after: tried.after };
    const [only, more] = taken;
    if (only && !more) return { refused: only };
  }
}

/** As many fixes as fit beside each other, first come first served. */
function apart(offers: readonly Offer[]): readonly Offer[] {
  const taken: Edit[] = [];
  return offers.filter(({ fix }) => {
    if (fix.edits.length === 0 || fix.edits.some((edit) => taken.some((other) => touch(edit, other)))) return false;
    taken.push(...fix.edits);
    return true;
  });
}

/** Edits at the same point touch too: two fixes may want to add the same import. */
const touch = ({ place: a }: Edit, { place: b }: Edit): boolean => a.source === b.source && a.start <= b.end && b.start <= a.end;

const levels: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Fewer errors; with as many, fewer warnings; and so on. */
function isBetter(one: Reading, other: Reading): boolean {
  for (const level of levels) {
    const count = ({ findings }: Reading): number => findings.filter(({ severity }) => severity === level).length;
    const difference = count(one) - count(other);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
