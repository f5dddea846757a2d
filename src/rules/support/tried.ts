import type { DataFlow, DataStep } from '../../facts/data';
import type { TrainingRun } from '../../facts/training';
import type { Place } from '../../text/place';

/** Data that a model is tried on. */
export interface Tried {
  readonly by: 'validation_data' | 'evaluate' | 'predict';
  /** The argument or the call. */
  readonly place: Place;
  readonly inputs: readonly DataFlow[];
  readonly labels: readonly DataFlow[];
}

/** Validation data, and what `evaluate` and `predict` get, in program order. */
export const triedOn = ({ validation, evaluations }: TrainingRun): readonly Tried[] => [
  ...(validation ? [{ by: 'validation_data' as const, ...validation }] : []),
  ...evaluations.map(({ method, call, inputs, labels }) => ({ by: method, place: call.place, inputs, labels })),
];

/** Both come from the same source: the same call, or calls of the same reader. */
export const sameSource = (a: DataFlow, b: DataFlow): boolean =>
  a.originsComplete &&
  b.originsComplete &&
  a.origins.length > 0 &&
  b.origins.length > 0 &&
  [...a.origins, ...b.origins].every((one) => one.name === a.origins[0]?.name);

export const fittedScaling: ReadonlySet<DataStep['kind']> = new Set(['standardize', 'minmax', 'normalize', 'preprocess']);
