import { looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import { bindArguments } from '../libraries/arguments';
import type { LibraryCall } from '../../facts/training';
import { dataFlow, flowsWithin, isFlow } from './data-flows';
import { argumentFacts } from './facts';

/** Library calls that rules read on their own, in program order; the same place once. */
export function libraryCalls(m: Machine): readonly LibraryCall[] {
  const calls = new Map<string, LibraryCall>();
  for (const event of m.events) {
    if (event.kind !== 'call') continue;
    const { call } = event;
    const key = `${call.place.source}:${call.place.start}:${call.callee}`;
    if (calls.has(key)) continue;
    const bound = bindArguments(m, call.callee, event.args, call);
    const plain = new Map([...bound.values].filter(([, value]) => value.kind !== 'data' && value.kind !== 'tensor'));
    const values = [...event.args.positional, ...event.args.keywords.values()];
    const data = values
      .flatMap((value) => flowsWithin(value, event.data, call.place, (one) => looseItems(m, one)))
      .filter(isFlow);
    const state = event.result.kind === 'data' ? event.data.get(event.result.id) : undefined;
    calls.set(key, {
      call: bound.call,
      arguments: argumentFacts(m, { ...bound, values: plain }),
      data,
      result: state && event.result.kind === 'data' ? dataFlow(event.result.id, state, call.place) : undefined,
      repeated: event.loops.length > 0,
    });
  }
  return [...calls.values()];
}
