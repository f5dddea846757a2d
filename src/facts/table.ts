/**
 * A table that is indexed by a name from outside: of the program, of its data, of a file. An object of JavaScript finds `constructor` and
 * `toString` in every table, and `__proto__` besides; one that inherits nothing has what is written in it.
 */
export const table = <T extends object>(entries: T): T => Object.freeze(Object.assign(Object.create(null) as T, entries));

/** An entry for each of several names, made from the name. */
export const byName = <K extends string, V>(names: readonly K[], entry: (name: K) => V): Readonly<Record<string, V>> =>
  Object.fromEntries(names.map((name) => [name, entry(name)]));

/** The same entry under several names. */
export const forAll = <V>(names: readonly string[], entry: V): Readonly<Record<string, V>> =>
  Object.fromEntries(names.map((name) => [name, entry]));
