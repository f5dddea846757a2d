/** What is kept of Python's own objects. */
import { unknown } from '../../facts/fact';
import type { Iteration } from './iteration';
import { joinEntries, joinItems, sameValue } from './join';
import type { LoopContext } from './machine';
import { field, type Field } from './store';
import type { Place } from '../../text/place';
import type { ClassValue, DictState, Value } from './value';

/** A list that grows by an unknown number of items: where branches differ, and what a round of a loop changed, is a gap. */
export const growingField = (name: string): Field<readonly Value[]> =>
  field<readonly Value[]>(name, {
    join: joinItems,
    widen: (_, before: readonly Value[], after: readonly Value[], place: Place) => {
      const kept = before.findIndex((item, i) => !after[i] || !sameValue(item, after[i]));
      const start = kept === -1 ? before.length : kept;
      return [...before.slice(0, start), { kind: 'gap', why: changes(place) }];
    },
  });

const changes = (place: Place): ReturnType<typeof unknown> => unknown('loop', place, 'changes from one iteration to the next');

/** Of lists and sets. */
export const itemsField = growingField('items');

/** Of dictionaries. */
export const entriesField = field<DictState>('entries', {
  join: joinEntries,
  widen: (_, before, __, place) => ({ entries: before.entries, open: changes(place) }),
});

/** Of objects made by `enumerate`, `zip` and wrappers such as `tqdm`: what they iterate over. */
export const iterationField = field<Iteration>('iteration');

/** Of `zip(...)`: what goes in. */
export const zippedField = field<readonly Value[]>('zipped');

/** Of objects that can be indexed: what an index finds. */
export const subscriptField = field<(index: Value) => Value | undefined>('subscript');

/** Of objects that have more attributes than are known. */
export const openAttributesField = field<true>('open-attributes');

/** Of modules: libraries whose names they take over by `from library import *`. */
export const starsField = field<readonly string[]>('stars');

/** Of `super()`: the class the method was found in, and its instance. */
export const superField = field<{ readonly cls: ClassValue; readonly self: Value }>('super');

/** The Python loops in which an object was made. */
export const loopsField = field<readonly LoopContext[]>('loops');
