/** What Python's data model asks of arrays, frames and datasets. */
import type { Kind } from '../python/library';
import { notKnown, type Machine } from '../python/machine';
import { constant } from '../python/value';
import type { Value } from '../python/value';
import { elementOf, sampleCount, stateOf, writtenNumbers } from './data-access';
import { dataAttribute } from './data-attributes';
import { joinData, stateField } from './data-join';
import { callDataMethod } from './data-methods';
import { selectData } from './data-select';
import type { DataState, DataValue } from './data-state';
import { isFloat, isInteger } from './data-types';
import { noteArrayWrite } from './data-write';
import { noted, operands } from './derivations';
import { valueOf } from '../../facts/fact';
import type { CallSite } from '../../facts/callsite';
import type { Arguments } from '../python/value';

/** Runs a method of an array and notes it on what it gives. */
export const notedMethod = <T extends Value | undefined>(
  m: Machine,
  data: DataValue,
  name: string,
  args: Arguments,
  site: CallSite,
  run: () => T,
): T => noted(m, { kind: 'method', name, place: site.place, args: { ...args, positional: [data, ...args.positional] } }, run);

export const dataKind: Kind<DataValue> = {
  keepsAttributes: true,
  method: (m, data, name, args, site) => notedMethod(m, data, name, args, site, () => callDataMethod(m, data, name, args, site)),
  attribute: (m, data, name, place) =>
    noted(m, { kind: 'attribute', name, place, args: operands(data) }, () => dataAttribute(m, data, name, place)),
  item: (m, data, index, place) =>
    noted(m, { kind: 'subscript', name: 'subscript', place, args: operands(data, index) }, () =>
      selectData(m, data, index, place),
    ),
  writeItem: (m, data, key, written, place) => {
    noted(m, { kind: 'assignment', name: 'assignment', place, args: operands(data, key, written) }, () => {
      noteArrayWrite(m, data, key, written, place);
      return undefined;
    });
    return true;
  },
  length: (m, data, place) => {
    const count = stateOf(m, data).container === 'dataset' ? undefined : sampleCount(m, data);
    return count === undefined
      ? notKnown(m, 'dynamic', place, 'the number of samples')
      : constant(count, place, { from: 'library' });
  },
  iterate: (m, data, place) => ({
    items: writtenNumbers(m, data),
    element: elementOf(m, data, place),
    count: sampleCount(m, data),
    over: 'data',
    data,
  }),
  become: (m, before, after) => {
    if (after.kind !== 'data') return undefined;
    m.store.write(before.id, stateField, writtenInPlace(m, before, after));
    return true;
  },
  join: (m, values, orNone, place) => {
    if (orNone) return undefined;
    const [first, ...others] = values.map((value) => stateOf(m, value));
    const id = m.store.fresh();
    if (first)
      m.store.write(
        id,
        stateField,
        others.reduce((a, b) => joinData(m, a, b, place), first),
      );
    return { kind: 'data', id, place };
  },
  widen: (m, before, after, place) => {
    const [a, b] = [m.store.read(before.id, stateField), m.store.read(after.id, stateField)];
    if (!a) return undefined;
    const id = m.store.fresh();
    m.store.write(id, stateField, b ? joinData(m, a, b, place, true) : { ...a, stepsComplete: false, derivation: undefined });
    return { kind: 'data', id, place };
  },
};

/** numpy refuses to write fractions into an array of integers: `x /= 255`. */
function writtenInPlace(m: Machine, before: DataValue, after: DataValue): DataState {
  const [old, next] = [stateOf(m, before), stateOf(m, after)];
  const dtype = valueOf(old.dtype);
  const refused = old.container === 'array' && isInteger(dtype) && isFloat(valueOf(next.dtype));
  const last = next.steps.at(-1);
  return refused && last ? { ...next, steps: next.steps.with(-1, { ...last, damage: 'raises', dtype }) } : next;
}
