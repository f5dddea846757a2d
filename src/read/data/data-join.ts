/** What is known of an array after branches, or in any round of a loop. */
import type { Place } from '../../text/place';
import type { DataStep } from '../../facts/data';
import { joinFacts, joinValues } from '../python/join';
import type { Machine } from '../python/machine';
import { field } from '../python/store';
import { elementWrite, scalingSteps, type DataState } from './data-state';

/** Of arrays, frames and datasets. */
export const stateField = field<DataState>('state', {
  join: (m, a, b, place) => joinData(m, a, b, place),
  widen: (m, before, after, place) => joinData(m, before, after, place, true),
});

function joinRanges(a: DataState['range'], b: DataState['range'], place: Place): DataState['range'] {
  if (a.kind !== 'known' || b.kind !== 'known') return joinFacts(a, b, place);
  const value = { min: Math.min(a.value.min, b.value.min), max: Math.max(a.value.max, b.value.max) };
  return value.min === a.value.min && value.max === a.value.max ? a : { ...b, value };
}

/**
 * An array after branches; in a loop (`widening`), where the next round starts from the result, a range that changes is lost,
 * after branches it covers both.
 */
/** Steps that were done to parts of an array, as its history says: whether a loop came to do them makes no difference. */
const onlyParts = (steps: readonly DataStep[]): boolean =>
  steps.some(({ by }) => by === elementWrite) && !steps.some(({ kind }) => scalingSteps.has(kind));

export function joinData(m: Machine, a: DataState, b: DataState, place: Place, widening = false): DataState {
  if (a === b) return a;
  const ids = new Set(a.origins.map((origin) => origin.id));
  let same = 0;
  while (same < Math.min(a.steps.length, b.steps.length) && a.steps[same] === b.steps[same]) same++;
  const [longer, shorter] = a.steps.length >= b.steps.length ? [a.steps, b.steps] : [b.steps, a.steps];
  const filled = same === shorter.length && onlyParts(longer.slice(same));
  return {
    ...a,
    origins: [...a.origins, ...b.origins.filter((origin) => !ids.has(origin.id))],
    originsComplete: a.originsComplete && b.originsComplete,
    shape: joinFacts(a.shape, b.shape, place),
    dtype: joinFacts(a.dtype, b.dtype, place),
    range: widening ? joinFacts(a.range, b.range, place) : joinRanges(a.range, b.range, place),
    featureSpread: joinFacts(a.featureSpread, b.featureSpread, place),
    steps: filled ? longer : a.steps.slice(0, same),
    stepsComplete: a.stepsComplete && b.stepsComplete && (filled || (same === a.steps.length && same === b.steps.length)),
    labelKind: joinFacts(a.labelKind, b.labelKind, place),
    shares: a.shares === b.shares ? a.shares : undefined,
    order: joinFacts(a.order, b.order, place),
    pipeline: a.pipeline.length === b.pipeline.length ? a.pipeline : [],
    part: a.part === b.part ? a.part : undefined,
    element: a.element && b.element ? joinValues(m, [a.element, b.element], place) : undefined,
    items: undefined,
    columns: a.columns === b.columns ? a.columns : undefined,
    statistic: a.statistic?.kind === b.statistic?.kind ? a.statistic : undefined,
    picks: a.picks === b.picks ? a.picks : undefined,
    window: a.window === b.window ? a.window : undefined,
    slicedFrom: a.slicedFrom === b.slicedFrom ? a.slicedFrom : undefined,
    derivation: a.derivation === b.derivation ? a.derivation : undefined,
  };
}
