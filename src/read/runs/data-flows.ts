import type { Place } from '../../text/place';
import type { DataFlow } from '../../facts/data';
import { unknown, type Unknown } from '../../facts/fact';
import type { DataState } from '../data/data-state';
import type { Value } from '../python/value';

/** The flow of an array as it was when it reached its use. */
export function dataFlow(id: number, state: DataState, place: Place): DataFlow {
  return {
    id,
    place,
    name: state.name,
    origins: state.origins,
    originsComplete: state.originsComplete,
    container: state.container,
    shape: state.shape,
    dtype: state.dtype,
    range: state.range,
    featureSpread: state.featureSpread,
    steps: state.steps,
    stepsComplete: state.stepsComplete,
    labelKind: state.labelKind,
    shares: state.shares,
    order: state.order,
    pipeline: state.pipeline,
    part: state.part,
    derivation: state.derivation,
  };
}

/** The arrays inside a value, each as a flow; what is not data is an unknown. */
export function flowsWithin(
  value: Value | undefined,
  states: ReadonlyMap<number, DataState>,
  place: Place,
  items: (value: Value) => readonly Value[] | undefined,
  depth = 0,
): readonly (DataFlow | Unknown)[] {
  // A list may hold itself.
  if (!value || depth > 8) return [];
  if (value.kind === 'data') {
    const state = states.get(value.id);
    return state ? [dataFlow(value.id, state, place)] : [unknown('not-modelled', place, 'data')];
  }
  if (value.kind === 'unknown') return [value.why];
  const inside = items(value);
  // Of long lists each item once: `[[0] * 128] * 10000` is one number many times.
  if (inside)
    return (inside.length > 100 ? [...new Set(inside)] : inside).flatMap((item) =>
      flowsWithin(item, states, place, items, depth + 1),
    );
  return [unknown('not-modelled', place, `a ${value.kind} as data`)];
}

export const isFlow = (one: DataFlow | Unknown): one is DataFlow => 'origins' in one;
