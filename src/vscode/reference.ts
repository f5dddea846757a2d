/** How commands and the panel name a finding across snapshots and reloads: by rule and place, and found again by the nearest. */
import type { Finding } from '../finding/finding';
import type { Place } from '../text/place';

export interface FindingReference {
  readonly rule: string;
  readonly place: Place;
}

export const referenceOf = ({ rule, place }: Finding): FindingReference => ({ rule, place });

/** The finding of that rule that lies nearest to where it was. */
export function findAgain(findings: readonly Finding[], { rule, place }: FindingReference): Finding | undefined {
  const distance = (finding: Finding): number => Math.abs(finding.place.start - place.start);
  return findings
    .filter((finding) => finding.rule === rule && finding.place.source === place.source)
    .toSorted((a, b) => distance(a) - distance(b))[0];
}

export function isReference(value: unknown): value is FindingReference {
  if (typeof value !== 'object' || value === null || !('rule' in value) || !('place' in value)) return false;
  const { rule, place } = value;
  return typeof rule === 'string' && typeof place === 'object' && place !== null && 'source' in place && 'start' in place;
}
