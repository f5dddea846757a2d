/** What a trained model is tried on, and other events that rules read one by one. */
import type { Place } from '../../text/place';
import type { Machine } from '../python/machine';
import type { Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import type { Evaluation, NanComparison, Rescaling } from '../../facts/training';
import { isFlow } from './data-flows';
import { itemsInside, misplacedData, roles } from './roles';

/** `evaluate` and `predict` of this model; the same place once. */
export function evaluationsOf(m: Machine, model: Value | undefined): readonly Evaluation[] {
  if (!model || !('id' in model)) return [];
  const found = new Map<string, Evaluation>();
  for (const event of m.events) {
    if (event.kind !== 'use' || !('id' in event.model) || event.model.id !== model.id) continue;
    if (event.method !== 'evaluate' && event.method !== 'predict') continue;
    const bound = bindArguments(m, event.call.callee, event.args, event.call);
    const site = (name: string): Place => bound.call.arguments.find((one) => one.parameter === name)?.value ?? event.call.place;
    const { inputs, labels } = roles(event, bound.values.get('x'), bound.values.get('y'), site('x'), site('y'), itemsInside(m));
    const { source, start } = event.call.place;
    found.set(`${source}:${start}`, {
      method: event.method,
      call: bound.call,
      inputs: inputs.filter(isFlow),
      labels: labels.filter(isFlow),
      misplaced: misplacedData(bound, event.data),
    });
  }
  return [...found.values()];
}

/** A comparison in a loop or in a function that is called twice is one comparison. */
export function nanComparisons(m: Machine): readonly NanComparison[] {
  const found = new Map<string, NanComparison>();
  for (const event of m.events)
    if (event.kind === 'nan-comparison') {
      const { source, start } = event.comparison.place;
      found.set(`${source}:${start}`, event.comparison);
    }
  return [...found.values()];
}

/** Likewise of divisions. */
export function rescalings(m: Machine): readonly Rescaling[] {
  const found = new Map<string, Rescaling>();
  for (const event of m.events)
    if (event.kind === 'rescaled') {
      const { source, start, end } = event.rescaling.place;
      found.set(`${source}:${start}-${end}`, event.rescaling);
    }
  return [...found.values()];
}
