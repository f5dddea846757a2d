/** Making and reading lists, dictionaries and tuples. */
import type { Place } from '../../text/place';
import type { Unknown } from '../../facts/fact';
import { kindOf } from './guests';
import type { Machine } from './machine';
import { constant, type DictState, type DictValue, type ListValue, type Value } from './value';
import { entriesField, itemsField } from './fields';

export function makeList(m: Machine, items: readonly Value[], place: Place): ListValue {
  const id = m.store.fresh();
  m.store.write(id, itemsField, items);
  return { kind: 'list', id, place };
}

export function makeDict(m: Machine, pairs: readonly (readonly [Value, Value])[], place: Place, open?: Unknown): DictValue {
  const id = m.store.fresh();
  const entries = new Map<string, { key: Value; value: Value }>();
  let unknownKey = open;
  for (const [key, value] of pairs) {
    const name = entryKey(m, key);
    if (name !== undefined) entries.set(name, { key, value });
    else
      unknownKey ??=
        key.kind === 'unknown' ? key.why : { kind: 'unknown', reason: 'dynamic', place, detail: 'a key that is not known' };
  }
  m.store.write(id, entriesField, { entries, open: unknownKey } satisfies DictState);
  return { kind: 'dict', id, place };
}

/** What a key is filed under: equal keys of Python give equal strings. */
export function entryKey(m: Machine, key: Value): string | undefined {
  switch (key.kind) {
    case 'const':
      return typeof key.value === 'string' ? `s${key.value}` : `n${String(Number(key.value))}`;
    case 'tuple': {
      const parts = key.items.map((item) => entryKey(m, item));
      return parts.includes(undefined) ? undefined : `t(${parts.join(',')})`;
    }
    case 'library':
      return `l${key.name}`;
    case 'class':
    case 'instance':
    case 'object':
      return `o${key.id}`;
    default:
      return kindOf(m, key)?.hashable && 'id' in key ? `o${key.id}` : undefined;
  }
}

/** The items in order where all are known; undefined when there are gaps or it is no known sequence. */
export function itemsOf(m: Machine, value: Value | undefined): readonly Value[] | undefined {
  if (value?.kind === 'tuple') return value.items.some((item) => item.kind === 'gap') ? undefined : value.items;
  if (value?.kind === 'list') {
    const items = listItems(m, value);
    return items.some((item) => item.kind === 'gap') ? undefined : items;
  }
  if (value?.kind === 'range') {
    const count = rangeLength(value);
    if (count > 1000) return undefined;
    return Array.from({ length: count }, (_, i) => constant(value.start + i * value.step, value.place));
  }
  return undefined;
}

/** Items including gaps. */
export function looseItems(m: Machine, value: Value | undefined): readonly Value[] | undefined {
  if (value?.kind === 'tuple') return value.items;
  if (value?.kind === 'list') return listItems(m, value);
  return itemsOf(m, value);
}

export const rangeLength = (range: { readonly start: number; readonly stop: number; readonly step: number }): number =>
  Math.max(0, Math.ceil((range.stop - range.start) / range.step));

export function entriesOf(m: Machine, value: Value | undefined): DictState | undefined {
  return value?.kind === 'dict' ? dictState(m, value) : undefined;
}

/** Items of a list, gaps included. */
export const listItems = (m: Machine, list: ListValue): readonly Value[] => m.store.read(list.id, itemsField) ?? [];

export const dictState = (m: Machine, dict: DictValue): DictState =>
  m.store.read(dict.id, entriesField) ?? { entries: new Map() };
