/** What is known after two or more branches come together: only what all of them agree on. */
import type { Place } from '../../text/place';
import { unknown, type Fact, type Unknown } from '../../facts/fact';
import { kindOf } from './guests';
import type { Machine } from './machine';
import { deleted, type Key, type Overlay } from './store';
import { isNone, placeOf, unknownValue, type DictState, type Value } from './value';
import { itemsField } from './fields';
import { listItems } from './collections';

const maximumAlternatives = 4;

/** Writes what the branches agree on; a name bound in only some of them keeps what those bound it to. */
export function joinOverlays(m: Machine, overlays: readonly Overlay[], place: Place): void {
  const only = overlays[0];
  if (only && overlays.length === 1) {
    m.store.apply(only);
    return;
  }
  const touched = new Map<number, Set<Key>>();
  for (const overlay of overlays) {
    for (const [id, fields] of overlay) {
      const set = touched.get(id) ?? new Set<Key>();
      for (const key of fields.keys()) set.add(key);
      touched.set(id, set);
    }
  }
  // Objects that came into being in a branch are there, and settled, before values that hold them are joined.
  const made: number[] = [];
  const changed: number[] = [];
  for (const [id, fields] of touched) {
    let isNew = false;
    for (const key of fields) {
      if (m.store.held(id, key) !== undefined) continue;
      const writer = overlays.find((overlay) => overlay.get(id)?.has(key) === true);
      m.store.put(id, key, writer?.get(id)?.get(key));
      isNew ||= typeof key !== 'string';
    }
    (isNew ? made : changed).push(id);
  }
  for (const id of [...made, ...changed]) {
    for (const key of touched.get(id) ?? []) {
      const values = overlays.map((overlay) => {
        const written = overlay.get(id);
        return written?.has(key) ? written.get(key) : m.store.held(id, key);
      });
      m.store.put(id, key, joinFields(m, key, values, place));
    }
  }
}

function joinFields(m: Machine, key: Key, values: readonly unknown[], place: Place): unknown {
  const bound = values.filter((value) => value !== undefined && value !== deleted);
  const [first, ...others] = bound;
  if (bound.length === 0) return deleted;
  if (bound.every((value) => value === first)) return first;
  if (typeof key === 'string') return joinValues(m, bound as Value[], place);
  return key.join ? others.reduce((a, b) => key.join?.(m, a, b, place) ?? b, first) : bound.at(-1);
}

/** @param depth of lists within lists; a list may hold itself */
export function joinValues(m: Machine, values: readonly Value[], place: Place, depth = 0): Value {
  const flat: Value[] = [];
  for (const value of values.flatMap((one) => (one.kind === 'oneOf' ? one.values : [one]))) {
    if (!flat.some((other) => sameValue(other, value))) flat.push(value);
  }
  const first = flat[0];
  if (!first) return unknownValue('undefined', place, 'no value');
  if (flat.length === 1) return first;
  if (depth > 6) return unknownValue('budget', place, 'lists nested too deeply');
  const lost = flat.find((value) => value.kind === 'unknown');
  if (lost) return lost;
  const real = flat.filter((value) => !isNone(value));
  const [one] = real;
  const alike = one !== undefined && real.length > 1 && real.every(({ kind }) => kind === one.kind);
  const joined = alike ? kindOf(m, one)?.join?.(m, real, real.length < flat.length, place) : undefined;
  if (joined) return joined;
  if (first.kind === 'tuple' && flat.every((value) => value.kind === 'tuple' && value.items.length === first.items.length)) {
    const tuples = flat.filter((value) => value.kind === 'tuple');
    return {
      ...first,
      items: first.items.map((_, i) =>
        joinValues(
          m,
          tuples.flatMap((one) => one.items[i] ?? []),
          place,
        ),
      ),
    };
  }
  if (flat.every((value) => value.kind === 'list') && flat[0]?.kind === 'list') {
    const id = m.store.fresh();
    const items = flat.map((value) => listItems(m, value));
    m.store.write(
      id,
      itemsField,
      items.reduce((a, b) => joinItems(m, a, b, place, depth)),
    );
    return { kind: 'list', id, place };
  }
  if (flat.length > maximumAlternatives) return unknownValue('branch', place, `one of ${flat.length} values`);
  return { kind: 'oneOf', values: flat };
}

export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'const':
      return b.kind === 'const' && a.value === b.value && a.float === b.float;
    case 'library':
      return b.kind === 'library' && a.name === b.name;
    case 'tuple':
      return b.kind === 'tuple' && a.items.length === b.items.length && a.items.every((item, i) => sameAt(item, b.items[i]));
    case 'function':
      return b.kind === 'function' && a.def === b.def && a.self === b.self && a.scope === b.scope;
    case 'range':
      return b.kind === 'range' && a.start === b.start && a.stop === b.stop && a.step === b.step;
    default:
      return 'id' in a && 'id' in b && a.id === b.id;
  }
}

const sameAt = (a: Value | undefined, b: Value | undefined): boolean => a !== undefined && b !== undefined && sameValue(a, b);

/** Lists of which the beginning and the end agree keep those; between them is a gap. */
export function joinItems(m: Machine, a: readonly Value[], b: readonly Value[], place: Place, depth = 0): readonly Value[] {
  if (a.length === b.length) return a.map((item, i) => joinValues(m, [item, b[i] ?? item], place, depth + 1));
  let start = 0;
  while (start < Math.min(a.length, b.length) && sameAt(a[start], b[start])) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && sameAt(a[a.length - 1 - end], b[b.length - 1 - end])) end++;
  const longer = a.length > b.length ? a : b;
  const shown = longer.slice(start, longer.length - end).find((item) => item.kind !== 'gap');
  const why = unknown('branch', (shown && placeOf(shown)) ?? place, 'present in one branch only');
  return [...a.slice(0, start), { kind: 'gap', why }, ...a.slice(a.length - end)];
}

export function joinEntries(m: Machine, a: DictState, b: DictState, place: Place): DictState {
  const entries = new Map(a.entries);
  let open: Unknown | undefined = a.open ?? b.open;
  for (const [key, entry] of b.entries) {
    const other = entries.get(key);
    if (other) entries.set(key, { key: entry.key, value: joinValues(m, [other.value, entry.value], place) });
    else {
      entries.set(key, entry);
      open ??= unknown('branch', place, 'a key set in one branch only');
    }
  }
  return { entries, open };
}

export function joinFacts<T>(a: Fact<T>, b: Fact<T>, place: Place): Fact<T> {
  if (a === b) return a;
  if (a.kind === 'known' && b.kind === 'known' && JSON.stringify(a.value) === JSON.stringify(b.value)) return a;
  if (a.kind === 'unknown') return a;
  if (b.kind === 'unknown') return b;
  return unknown('branch', place, 'differs between branches');
}
