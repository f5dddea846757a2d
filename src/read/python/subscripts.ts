import type { Expression } from '../../python/ast';
import type { Place } from '../../text/place';
import { entriesOf, entryKey, looseItems, makeList } from './collections';
import { kindOf } from './guests';
import { joinValues } from './join';
import { notKnown, type Machine } from './machine';
import { asNumber, constant, isNone, tuple, unknownValue, type ObjectRef, type Scope, type Value } from './value';
import { subscriptField } from './fields';

/** `value[slice]`. */
export function subscript(m: Machine, value: Value, slice: Expression, scope: Scope, place: Place): Value {
  const index = m.evaluate(slice, scope);
  return select(m, value, index, place);
}

export function select(m: Machine, value: Value, index: Value, place: Place): Value {
  switch (value.kind) {
    case 'oneOf':
      return joinValues(
        m,
        value.values.map((one) => select(m, one, index, place)),
        place,
      );
    case 'tuple':
    case 'list':
      return fromItems(m, value, index, place);
    case 'dict': {
      const state = entriesOf(m, value);
      const key = entryKey(m, index);
      const found = key === undefined ? undefined : state?.entries.get(key)?.value;
      if (found) return found;
      if (key === undefined && state && !state.open && state.entries.size > 0 && state.entries.size <= 20) {
        return joinValues(
          m,
          [...state.entries.values()].map((one) => one.value),
          place,
        );
      }
      return state?.open ? { kind: 'unknown', why: state.open } : notKnown(m, 'undefined', place, 'a key that is not there');
    }
    case 'const':
      return text(value.value, index, place);
    case 'range': {
      const at = asNumber(index);
      return at === undefined
        ? unknownValue('dynamic', place, 'an item of a range')
        : constant(value.start + at * value.step, place);
    }
    case 'object': {
      const own = kindOf(m, value)?.item?.(m, value, index, place);
      if (own) return own;
      const items = m.store.read(value.id, subscriptField);
      return items?.(index) ?? notKnown(m, 'not-modelled', place, `an item of ${value.type}`);
    }
    case 'instance': {
      const method = m.store.read(value.cls.id, '__getitem__');
      if (method?.kind !== 'function') return notKnown(m, 'not-modelled', place, 'an item of an object');
      const site = { callee: '__getitem__', place, function: place, parentheses: place, arguments: [] };
      return m.call({ ...method, self: value }, { positional: [index], keywords: new Map() }, site);
    }
    case 'unknown':
      return value;
    default:
      return (
        kindOf(m, value)?.item?.(m, value, index, place) ??
        notKnown(m, 'not-modelled', place, `an item of ${value.kind === 'library' ? value.name : `a ${value.kind}`}`)
      );
  }
}

function fromItems(m: Machine, value: Extract<Value, { kind: 'tuple' | 'list' }>, index: Value, place: Place): Value {
  const items = looseItems(m, value) ?? [];
  if (index.kind === 'object' && index.type === 'builtins.slice') {
    const part = sliceItems(items, index);
    if (!part) return notKnown(m, 'dynamic', place, 'a slice with bounds that are not known');
    return value.kind === 'tuple' ? tuple(part, place) : makeList(m, part, place);
  }
  const at = asNumber(index);
  if (at === undefined) {
    const real = items.filter((item) => item.kind !== 'gap');
    return real.length > 0 && real.length === items.length && real.length <= 4
      ? joinValues(m, real, place)
      : notKnown(m, 'dynamic', place, 'an index that is not known');
  }
  const gap = items.find((item) => item.kind === 'gap');
  const position = at < 0 ? items.length + at : at;
  const before = at < 0 ? items.slice(position) : items.slice(0, position + 1);
  if (gap && before.some((item) => item.kind === 'gap')) return { kind: 'unknown', why: gap.why };
  const item = items[position];
  return item && item.kind !== 'gap' ? item : notKnown(m, 'undefined', place, 'an index past the end');
}

function sliceItems(items: readonly Value[], slice: ObjectRef): readonly Value[] | undefined {
  const [lower, upper, stride] = slice.args.positional;
  const part = (bound: Value | undefined): number | undefined | null => (isNone(bound) ? undefined : (asNumber(bound) ?? null));
  const [from, to, by] = [part(lower), part(upper), part(stride)];
  if (from === null || to === null || by === null || items.some((item) => item.kind === 'gap')) return undefined;
  const ascending = items.slice(from, to);
  if (by === undefined || by === 1) return ascending;
  if (by === -1 && from === undefined && to === undefined) return items.toReversed();
  return by > 1 ? ascending.filter((_, i) => i % by === 0) : undefined;
}

function text(value: unknown, index: Value, place: Place): Value {
  if (typeof value !== 'string') return unknownValue('undefined', place, 'an item of a number');
  const at = asNumber(index);
  const letter = at === undefined ? undefined : value.at(at);
  if (letter !== undefined) return constant(letter, place);
  if (index.kind === 'object') {
    const [lower, upper] = index.args.positional;
    const from = isNone(lower) ? 0 : asNumber(lower);
    const to = isNone(upper) ? value.length : asNumber(upper);
    if (from !== undefined && to !== undefined) return constant(value.slice(from, to), place);
  }
  return unknownValue('dynamic', place, 'a part of a text');
}
