/**
 * Everything the program can change: variables of scopes, fields of objects, items of lists.
 * Branches write into overlays; joining two branches looks only at what either wrote.
 */
export interface Store {
  read(id: number, field: string): unknown;
  write(id: number, field: string, value: unknown): void;
  /** Fields of one object, newest first, without duplicates. Deleted ones are left out. */
  fields(id: number): readonly string[];
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

export type Overlay = ReadonlyMap<number, ReadonlyMap<string, unknown>>;

/** Marks a deleted name, so that an overlay can hide one below. */
export const deleted: unique symbol = Symbol('deleted');

export function createStore(): Store {
  const layers: Map<number, Map<string, unknown>>[] = [new Map<number, Map<string, unknown>>()];
  /** Of each overlay: the first number that was free when it began. */
  const marks: number[] = [];
  let next = 1;

  const top = (): Map<number, Map<string, unknown>> => layers[layers.length - 1] ?? new Map<number, Map<string, unknown>>();

  function write(id: number, field: string, value: unknown): void {
    const layer = top();
    const object = layer.get(id);
    if (object) object.set(field, value);
    else layer.set(id, new Map([[field, value]]));
  }

  function pop(): Overlay {
    if (layers.length === 1) throw new RangeError('the base of the store cannot be taken off');
    marks.pop();
    return layers.pop() ?? new Map<number, Map<string, unknown>>();
  }

  return {
    get depth() {
      return layers.length - 1;
    },
    read(id, field) {
      for (let i = layers.length - 1; i >= 0; i--) {
        const object = layers[i]?.get(id);
        if (object?.has(field)) {
          const value = object.get(field);
          return value === deleted ? undefined : value;
        }
      }
      return undefined;
    },
    write,
    fields(id) {
      const seen = new Map<string, boolean>();
      for (let i = layers.length - 1; i >= 0; i--) {
        for (const [field, value] of layers[i]?.get(id) ?? []) if (!seen.has(field)) seen.set(field, value !== deleted);
      }
      return [...seen].filter(([, present]) => present).map(([field]) => field);
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
      const merged = new Map<number, Map<string, unknown>>();
      for (const layer of layers.slice(depth + 1)) {
        for (const [id, fields] of layer) {
          const object = merged.get(id) ?? new Map<string, unknown>();
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
