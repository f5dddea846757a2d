/** Which data are features and which are labels of a model, and which are neither. */
import type { Place } from '../../text/place';
import type { ArgumentSite } from '../../facts/callsite';
import type { DataFlow } from '../../facts/data';
import { valueOf, type Unknown } from '../../facts/fact';
import { entriesOf, looseItems } from '../python/collections';
import type { DataState } from '../data/data-state';
import type { Machine } from '../python/machine';
import { isNone, type Value } from '../python/value';
import type { BoundArguments } from '../libraries/arguments';
import { dataFlow, flowsWithin, isFlow } from './data-flows';
import type { FitEvent } from '../libraries/tensorflow/events';

export type Flows = readonly (DataFlow | Unknown)[];

/** What a tuple, list or dictionary of arrays holds. */
export const itemsInside =
  (m: Machine) =>
  (value: Value): readonly Value[] | undefined => {
    const entries = entriesOf(m, value);
    return entries
      ? [...entries.entries.values()].map((one) => one.value)
      : looseItems(m, value)?.filter((item) => item.kind !== 'gap');
  };

/** Which data are features and which are labels: two arguments, a pair, or the elements of a dataset. */
export function roles(
  event: Pick<FitEvent, 'data'>,
  x: Value | undefined,
  y: Value | undefined,
  atX: Place,
  atY: Place,
  inside: (value: Value) => readonly Value[] | undefined,
): { inputs: Flows; labels: Flows; source?: DataFlow | undefined } {
  const flows = (value: Value | undefined, at: Place): Flows => flowsWithin(value, event.data, at, inside);
  if (y && !isNone(y)) return { inputs: flows(x, atX), labels: flows(y, atY) };
  if (x?.kind === 'data') {
    const state = event.data.get(x.id);
    const source = state && dataFlow(x.id, state, atX);
    const pair = state?.element;
    if (pair?.kind === 'tuple' && state) {
      const chained = (flow: DataFlow | Unknown): DataFlow | Unknown =>
        isFlow(flow) ? { ...flow, pipeline: state.pipeline, order: reorderedBy(state) ? state.order : flow.order } : flow;
      return { inputs: flows(pair.items[0], atX).map(chained), labels: flows(pair.items[1], atX).map(chained), source };
    }
    if (pair?.kind === 'data' && state) {
      const pictured = flows(pair, atX).map((flow) => (isFlow(flow) ? { ...flow, pipeline: state.pipeline } : flow));
      return { inputs: pictured, labels: [], source };
    }
    return { inputs: source ? [source] : [], labels: [], source };
  }
  if (x?.kind === 'tuple' && (x.items.length === 2 || x.items.length === 3))
    return { inputs: flows(x.items[0], atX), labels: flows(x.items[1], atX) };
  return { inputs: flows(x, atX), labels: [] };
}

/** The chain of the dataset gives the samples an order that its arrays do not have. */
const reorderedBy = ({ order }: DataState): boolean => order.kind === 'known' && order.value !== 'as-loaded';

const takesNumber = /^(?:batch_size|epochs|verbose|initial_epoch|steps|steps_per_epoch|validation_steps|validation_split)$/;

/** Arrays that land on a parameter for a number: `fit(x, y, x_val, y_val)`. */
export function misplacedData(bound: BoundArguments, data: FitEvent['data']): readonly ArgumentSite[] {
  const isData = (value: Value | undefined): boolean =>
    value?.kind === 'tuple'
      ? value.items.length > 0 && value.items.every(isData)
      : value?.kind === 'data' && (valueOf(data.get(value.id)?.shape)?.length ?? 0) > 0;
  return bound.call.arguments.filter(
    ({ parameter }) => parameter !== undefined && takesNumber.test(parameter) && isData(bound.values.get(parameter)),
  );
}
