/** Methods of lists, dictionaries, tuples, strings and numbers. */
import type { CallSite } from '../../../facts/callsite';
import { entriesOf, entryKey, itemsOf, looseItems, makeList, listItems } from '../../python/collections';
import { sameValue } from '../../python/join';
import { notKnown, type Machine } from '../../python/machine';
import {
  asNumber,
  asString,
  constant,
  none,
  tuple,
  type Arguments,
  type Const,
  type DictValue,
  type ListValue,
  type TupleValue,
  type Value,
} from '../../python/value';
import { entriesField, itemsField } from '../../python/fields';
import { tell } from '../../python/guests';

export function callBuiltinMethod(
  m: Machine,
  self: ListValue | DictValue | TupleValue | Const,
  name: string,
  args: Arguments,
  site: CallSite,
): Value {
  if (self.kind === 'dict') return dictMethod(m, self, name, args, site);
  if (self.kind === 'const') return textMethod(m, self, name, args, site);
  if (self.kind === 'list') return listMethod(m, self, name, args, site);
  return readOnly(m, self, name, args, site);
}

function listMethod(m: Machine, list: ListValue, name: string, args: Arguments, site: CallSite): Value {
  const { place } = site;
  const items = listItems(m, list);
  const write = (changed: readonly Value[]): Value => {
    m.store.write(list.id, itemsField, changed);
    return none(place);
  };
  const [first, second] = args.positional;
  switch (name) {
    case 'append':
    case 'add':
      if (first) tell(m, 'appended', m, list, first, place);
      return write([...items, first ?? none(place)]);
    case 'extend':
    case 'update':
      return write([
        ...items,
        ...(looseItems(m, first) ?? [
          { kind: 'gap' as const, why: notKnown(m, 'dynamic', place, 'items that are not known').why },
        ]),
      ]);
    case 'insert': {
      const at = asNumber(first);
      return write(
        at === undefined || !second
          ? [{ kind: 'gap', why: notKnown(m, 'dynamic', place, 'an index that is not known').why }]
          : items.toSpliced(at, 0, second),
      );
    }
    case 'pop': {
      const at = first ? asNumber(first) : -1;
      const item = at === undefined ? undefined : items.at(at);
      if (at !== undefined) write(items.toSpliced(at, 1));
      return item && item.kind !== 'gap' ? item : notKnown(m, 'dynamic', place, 'a popped item');
    }
    case 'remove':
      return write(items.filter((item) => !first || !sameValue(item, first)));
    case 'reverse':
      return write(items.toReversed());
    case 'clear':
      return write([]);
    case 'sort':
      return none(place);
    case 'copy':
      return makeList(m, items, place);
    default:
      return readOnly(m, list, name, args, site);
  }
}

function readOnly(m: Machine, list: ListValue | TupleValue, name: string, args: Arguments, site: CallSite): Value {
  const items = itemsOf(m, list);
  const [first] = args.positional;
  if (items && first && name === 'index') {
    const at = items.findIndex((item) => sameValue(item, first));
    if (at !== -1) return constant(at, site.place);
  }
  if (items && first && name === 'count') return constant(items.filter((item) => sameValue(item, first)).length, site.place);
  return notKnown(m, 'not-modelled', site.place, `${name} of a list`);
}

function dictMethod(m: Machine, dict: DictValue, name: string, args: Arguments, site: CallSite): Value {
  const { place } = site;
  const state = entriesOf(m, dict);
  if (!state) return notKnown(m, 'not-modelled', place, name);
  const all = [...state.entries.values()];
  const gap: readonly Value[] = state.open ? [{ kind: 'gap', why: state.open }] : [];
  const [first, second] = args.positional;
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault': {
      const key = first && entryKey(m, first);
      const found = key === undefined ? undefined : state.entries.get(key)?.value;
      if (found) return found;
      if (key === undefined || state.open)
        return { kind: 'unknown', why: state.open ?? notKnown(m, 'dynamic', place, 'a key that is not known').why };
      if (name === 'setdefault' && first && second)
        m.store.write(dict.id, entriesField, {
          ...state,
          entries: new Map(state.entries).set(key, { key: first, value: second }),
        });
      return second ?? none(place);
    }
    case 'keys':
      return makeList(m, [...all.map(({ key }) => key), ...gap], place);
    case 'values':
      return makeList(m, [...all.map(({ value }) => value), ...gap], place);
    case 'items':
      return makeList(m, [...all.map(({ key, value }) => tuple([key, value], place)), ...gap], place);
    case 'update': {
      const other = entriesOf(m, first);
      const entries = new Map([...state.entries, ...(other?.entries ?? [])]);
      for (const [key, value] of args.keywords) entries.set(`s${key}`, { key: constant(key, place), value });
      const open =
        state.open ??
        other?.open ??
        (first && !other ? notKnown(m, 'dynamic', place, 'a dictionary that is merged in').why : undefined);
      m.store.write(dict.id, entriesField, { entries, open });
      return none(place);
    }
    case 'copy': {
      const id = m.store.fresh();
      m.store.write(id, entriesField, state);
      return { kind: 'dict', id, place };
    }
    default:
      return notKnown(m, 'not-modelled', place, `${name} of a dictionary`);
  }
}

function textMethod(m: Machine, self: Const, name: string, args: Arguments, site: CallSite): Value {
  const { place } = site;
  const text = asString(self);
  if (text === undefined) return notKnown(m, 'not-modelled', place, `${name} of a constant`);
  const [first, second] = args.positional;
  const a = asString(first);
  switch (name) {
    case 'lower':
      return constant(text.toLowerCase(), place);
    case 'upper':
      return constant(text.toUpperCase(), place);
    case 'capitalize':
      return constant(text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase(), place);
    case 'strip':
      return constant(text.trim(), place);
    case 'startswith':
      return a === undefined ? notKnown(m, 'dynamic', place, name) : constant(text.startsWith(a), place);
    case 'endswith':
      return a === undefined ? notKnown(m, 'dynamic', place, name) : constant(text.endsWith(a), place);
    case 'replace': {
      const b = asString(second);
      return a === undefined || b === undefined ? notKnown(m, 'dynamic', place, name) : constant(text.replaceAll(a, b), place);
    }
    case 'split': {
      const parts = a === undefined ? text.split(/\s+/).filter(Boolean) : a === '' ? [] : text.split(a);
      return makeList(
        m,
        parts.map((part) => constant(part, place)),
        place,
      );
    }
    case 'join': {
      const parts = itemsOf(m, first)?.map(asString);
      return parts && !parts.includes(undefined)
        ? constant(parts.join(text), place)
        : notKnown(m, 'dynamic', place, 'joined text');
    }
    case 'format': {
      let next = 0;
      const missing: string[] = [];
      const filled = text.replace(/\{(\w*)(?::[^}]*)?\}/g, (_, key: string) => {
        const value =
          key === '' ? args.positional[next++] : /^\d+$/.test(key) ? args.positional[Number(key)] : args.keywords.get(key);
        if (value?.kind !== 'const') missing.push(key);
        return value?.kind === 'const' ? String(value.value) : '';
      });
      return missing.length === 0 ? constant(filled, place) : notKnown(m, 'dynamic', place, 'formatted text');
    }
    default:
      return notKnown(m, 'not-modelled', place, `${name} of text`);
  }
}
