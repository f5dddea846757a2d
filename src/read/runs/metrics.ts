import type { Place } from '../../text/place';
import { entriesOf, looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import { isNone, placeOf, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import { isObject, type ObjectValue } from '../../facts/plain';
import type { Metric } from '../../facts/training';
import { argumentFacts, plainFact } from './facts';

/** `metrics=['accuracy', AUC()]`, a dictionary per output, or a list of lists. */
export function metricsOf(m: Machine, value: Value | undefined, use: Place, output?: string, depth = 0): readonly Metric[] {
  // A list may hold itself.
  if (!value || isNone(value) || depth > 8) return [];
  const entries = entriesOf(m, value);
  if (entries)
    return [...entries.entries.values()].flatMap((one) =>
      metricsOf(m, one.value, use, one.key.kind === 'const' ? String(one.key.value) : output, depth + 1),
    );
  const items = looseItems(m, value);
  if (items) return items.flatMap((item) => metricsOf(m, item, placeOf(item) ?? use, output, depth + 1));
  switch (value.kind) {
    case 'const':
      return typeof value.value === 'string'
        ? [{ name: value.value, form: 'string', place: value.place, output, arguments: {} }]
        : [];
    case 'object': {
      const bound = bindArguments(m, value.type, value.args, value.call);
      return [
        {
          name: value.type.split('.').at(-1) ?? value.type,
          form: 'instance',
          place: value.place,
          call: bound.call,
          output,
          arguments: argumentFacts(m, bound),
        },
      ];
    }
    case 'library':
      return [{ name: value.name.split('.').at(-1) ?? value.name, form: 'function', place: value.place, output, arguments: {} }];
    case 'function':
      return [{ name: value.name, form: 'function', place: use, output, arguments: {} }];
    default:
      return [];
  }
}

/** Callbacks whose construction is known. */
export function callbacksOf(m: Machine, value: Value | undefined, use: Place): readonly ObjectValue[] {
  if (!value || isNone(value)) return [];
  return (looseItems(m, value) ?? [value]).flatMap((item) => {
    const fact = plainFact(m, item, use);
    return fact.kind === 'known' && isObject(fact.value) ? [fact.value] : [];
  });
}
