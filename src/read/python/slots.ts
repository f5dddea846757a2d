/** What a library remembers over a whole interpretation, beside what lies in the store: branches do not undo it. */
export interface Slot<T> {
  readonly name: string;
  readonly initial: () => T;
}

export const slot = <T>(name: string, initial: () => T): Slot<T> => ({ name, initial });

/** Reads a slot; the first reading makes it. */
export type Slots = <T>(slot: Slot<T>) => T;

export function createSlots(): Slots {
  const made = new Map<Slot<unknown>, unknown>();
  return <T>(of: Slot<T>): T => {
    // Filed under the slot that made it.
    const found = made.get(of) as T | undefined;
    if (found !== undefined) return found;
    const initial = of.initial();
    made.set(of, initial);
    return initial;
  };
}
