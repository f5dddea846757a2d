import type { Place } from '../../text/place';
import type { Machine } from './machine';
import type { Value } from './value';

/**
 * Everything the program can change: variables of scopes, fields of objects, items of lists.
 * Branches write into overlays; joining two branches looks only at what either wrote.
 */
export interface Store {
  /** A variable of a scope or an attribute of an object, as the program names it. */
  read(id: number, name: string): Value | undefined;
  /** What reading itself keeps of an object, beside the names that the program gives. */
  read<T>(id: number, field: Field<T>): T | undefined;
  write(id: number, name: string, value: Value | typeof deleted): void;
  write<T>(id: number, field: Field<T>, value: NoInfer<T>): void;
  /** The same of a key that may be either, as it lies there: for the joining of branches. */
  held(id: number, key: Key): unknown;
  put(id: number, key: Key, value: unknown): void;
  /** Names under which the program finds something in one object, newest first, without duplicates. Deleted ones are left out. */
  names(id: number): readonly string[];
  /** Starts an overlay: later writes can be taken off again with `pop`. */
  push(): void;
  /** Takes the newest overlay off and returns what was written in it. */
  pop(): Overlay;
  /** Like `pop`, but objects made in the overlay stay: events and values may still speak of them, and no object may vanish. */
  discard(): Overlay;
  /** How many overlays lie above the base. */
  readonly depth: number;
  /** All that was written since the store had this depth, newest value of each field, leaving the store as it is. */
  since(depth: number): Overlay;
  /** Writes an overlay's contents. */
  apply(overlay: Overlay): void;
  /** A number no object has yet. */
  fresh(): number;
}

/** What is kept of objects of one kind: the items of a list, the layers of a model. Each is written down once, by whom it belongs to. */
export interface Field<T> {
  readonly name: string;
  /** What holds after branches that left different values; without it, the last branch's value. */
  join?(m: Machine, a: T, b: T, place: Place): T;
  /** What holds before any round of a loop whose first round turned one value into another; without it, the one before. */
  widen?(m: Machine, before: T, after: T, place: Place): T;
}

export const field = <T>(name: string, merging: Pick<Field<T>, 'join' | 'widen'> = {}): Field<T> => ({ name, ...merging });

export type Key = string | Field<unknown>;
export type Overlay = ReadonlyMap<number, ReadonlyMap<Key, unknown>>;
type Layer = Map<number, Map<Key, unknown>>;

/** Marks a deleted name, so that an overlay can hide one below. */
export const deleted: unique symbol = Symbol('deleted');

export function createStore(): Store {
  const layers: Layer[] = [new Map<number, Map<Key, unknown>>()];
  /** Of each overlay: the first number that was free when it began. */
  const marks: number[] = [];
  let next = 1;

  const top = (): Layer => layers[layers.length - 1] ?? new Map<number, Map<Key, unknown>>();

  function write(id: number, field: Key, value: unknown): void {
    const layer = top();
    const object = layer.get(id);
    if (object) object.set(field, value);
    else layer.set(id, new Map([[field, value]]));
  }

  function held(id: number, key: Key): unknown {
    for (let i = layers.length - 1; i >= 0; i--) {
      const object = layers[i]?.get(id);
      if (object?.has(key)) {
        const value = object.get(key);
        return value === deleted ? undefined : value;
      }
    }
    return undefined;
  }

  function pop(): Overlay {
    if (layers.length === 1) throw new RangeError('the base of the store cannot be taken off');
    marks.pop();
    return layers.pop() ?? new Map<number, Map<Key, unknown>>();
  }

  return {
    get depth() {
      return layers.length - 1;
    },
    // Only `write` puts a value under a key, and it takes what belongs there.
    read: held as Store['read'],
    write,
    held,
    put: write,
    names(id) {
      const seen = new Map<string, boolean>();
      for (let i = layers.length - 1; i >= 0; i--) {
        for (const [key, value] of layers[i]?.get(id) ?? [])
          if (typeof key === 'string' && !seen.has(key)) seen.set(key, value !== deleted);
      }
      return [...seen].filter(([, present]) => present).map(([name]) => name);
    },
    push() {
      layers.push(new Map());
      marks.push(next);
    },
    pop,
    discard() {
      const mark = marks.at(-1) ?? 0;
      const overlay = pop();
      for (const [id, fields] of overlay) if (id >= mark) for (const [field, value] of fields) write(id, field, value);
      return overlay;
    },
    since(depth) {
      const merged: Layer = new Map();
      for (const layer of layers.slice(depth + 1)) {
        for (const [id, fields] of layer) {
          const object = merged.get(id) ?? new Map<Key, unknown>();
          for (const [field, value] of fields) object.set(field, value);
          merged.set(id, object);
        }
      }
      return merged;
    },
    apply(overlay) {
      for (const [id, fields] of overlay) for (const [field, value] of fields) write(id, field, value);
    },
    fresh: () => next++,
  };
}
