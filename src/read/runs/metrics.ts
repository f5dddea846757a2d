import type { Place } from '../../text/place';
import { entriesOf, looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import { isNone, placeOf, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import { unknown, type Unknown } from '../../facts/fact';
import type { OpenList } from '../../facts/open-list';
import { isObject, type ObjectValue } from '../../facts/plain';
import type { Metric } from '../../facts/training';
import { argumentFacts, plainFact } from './facts';

/** `metrics=['accuracy', AUC()]`, a dictionary per output, or a list of lists; open where one of them is not understood. */
export function metricsOf(m: Machine, value: Value | undefined, use: Place): OpenList<Metric> {
  const items: Metric[] = [];
  let open: Unknown | undefined;
  const visit = (one: Value | undefined, place: Place, output: string | undefined, depth: number): void => {
    // A list may hold itself.
    if (!one || isNone(one) || depth > 8) return;
    const entries = entriesOf(m, one);
    if (entries) {
      for (const { key, value: entry } of entries.entries.values())
        visit(entry, place, key.kind === 'const' ? String(key.value) : output, depth + 1);
      return;
    }
    const inner = looseItems(m, one);
    if (inner) {
      for (const item of inner) visit(item, placeOf(item) ?? place, output, depth + 1);
      return;
    }
    const metric = metricOf(m, one, place, output);
    if (metric) items.push(metric);
    else open ??= unknownOf(one, place, 'a metric');
  };
  visit(value, use, undefined, 0);
  return { items, open };
}

function metricOf(m: Machine, value: Value, use: Place, output: string | undefined): Metric | undefined {
  switch (value.kind) {
    case 'const':
      return typeof value.value === 'string'
        ? { name: value.value, form: 'string', place: value.place, output, arguments: {} }
        : undefined;
    case 'object': {
      const bound = bindArguments(m, value.type, value.args, value.call);
      return {
        name: value.type.split('.').at(-1) ?? value.type,
        form: 'instance',
        place: value.place,
        call: bound.call,
        output,
        arguments: argumentFacts(m, bound),
      };
    }
    case 'library':
      return { name: value.name.split('.').at(-1) ?? value.name, form: 'function', place: value.place, output, arguments: {} };
    case 'function':
      return { name: value.name, form: 'function', place: use, output, arguments: {} };
    default:
      return undefined;
  }
}

/** Callbacks whose construction is known; open where one is the program's own, comes from elsewhere, or is added later. */
export function callbacksOf(m: Machine, value: Value | undefined, use: Place): OpenList<ObjectValue> {
  const items: ObjectValue[] = [];
  let open: Unknown | undefined;
  for (const item of !value || isNone(value) ? [] : (looseItems(m, value) ?? [value])) {
    if (isNone(item)) continue;
    const fact = plainFact(m, item, use);
    // Of a class that comes from outside nothing is known but its name.
    if (item.kind === 'object' && fact.kind === 'known' && isObject(fact.value)) items.push(fact.value);
    else open ??= unknownOf(item, use, 'a callback');
  }
  return { items, open };
}

const unknownOf = (value: Value, use: Place, what: string): Unknown =>
  value.kind === 'unknown' || value.kind === 'gap' ? value.why : unknown('not-modelled', placeOf(value) ?? use, what);
