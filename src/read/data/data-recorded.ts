import type { ArrayFacts } from '../../knowledge/datasets';
import { known } from '../../facts/fact';
import type { Place } from '../../text/place';
import type { DataState } from './data-state';

/** What the catalogue says of an array, as facts. */
export function arrayState(facts: ArrayFacts, place: Place): Partial<DataState> {
  return {
    shape: known(facts.shape, place, 'library'),
    dtype: known(facts.dtype, place, 'library'),
    ...(facts.range ? { range: known(facts.range, place, 'library') } : {}),
    ...(facts.labels ? { labelKind: known(facts.labels, place, 'library') } : {}),
    ...(facts.featureSpread === undefined ? {} : { featureSpread: known(facts.featureSpread, place, 'library') }),
  };
}
