import type { Place } from '../text/place';

/**
 * A statement about the program: proven at places in the text, one of a few proven alternatives, or honestly unknown.
 * Rules may speak only of what is known.
 */
export type Fact<T> = Known<T> | OneOf<T> | Unknown;

export interface Known<T> {
  readonly kind: 'known';
  readonly value: T;
  /** Written in the program, a parameter's default, a fact about a library (a known dataset, a shape rule), or counted in a file that the program reads. */
  readonly from: 'source' | 'default' | 'library' | 'file';
  /** From the literal to the use: the first is where the value is written, the last where it is used. Never empty. */
  readonly places: readonly [Place, ...Place[]];
  /** The literal also feeds something else, so an edit at `places[0]` would change more than this use. */
  readonly shared?: boolean;
}

/** One of several values, depending on a branch that cannot be decided by reading. */
export interface OneOf<T> {
  readonly kind: 'oneOf';
  readonly values: readonly Known<T>[];
}

export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  readonly place: Place;
  /** What was met there, in the program's own words: `argparse value`, `keras_tuner.HyperParameters.Int`. */
  readonly detail: string;
}

/**
 * - `dynamic`: depends on a value that only exists at run time (user input, file contents, environment)
 * - `not-modelled`: a library function or Python construct this program does not understand yet
 * - `outside`: comes from a module or name whose text is not in play
 * - `branch`: differs between branches that were joined
 * - `loop`: changes from one iteration to the next
 * - `parameter`: a parameter of a function that nobody calls
 * - `budget`: interpretation was cut off here
 * - `syntax`: the text could not be parsed here
 * - `undefined`: the name is never bound, or the program would raise here
 */
export type UnknownReason =
  'dynamic' | 'not-modelled' | 'outside' | 'branch' | 'loop' | 'parameter' | 'budget' | 'syntax' | 'undefined';

export const known = <T>(value: T, place: Place, from: Known<T>['from'] = 'source'): Known<T> => ({
  kind: 'known',
  value,
  from,
  places: [place],
});

export const unknown = (reason: UnknownReason, place: Place, detail: string): Unknown => ({
  kind: 'unknown',
  reason,
  place,
  detail,
});

/** The value if it is known, else undefined: `valueOf(layer.units) === 1`. */
export const valueOf = <T>(fact: Fact<T> | undefined): T | undefined => (fact?.kind === 'known' ? fact.value : undefined);

/** True when every value the fact may have satisfies the test; an unknown fact never does. */
export function always<T>(fact: Fact<T> | undefined, test: (value: T) => boolean): boolean {
  if (fact?.kind === 'known') return test(fact.value);
  return fact?.kind === 'oneOf' && fact.values.every(({ value }) => test(value));
}

/** One fact of several possible ones; unknown as soon as one of them is. */
export function eitherOf<T>(facts: readonly Fact<T>[], otherwise: Unknown): Fact<T> {
  const values: Known<T>[] = [];
  for (const fact of facts) {
    if (fact.kind === 'unknown') return fact;
    values.push(...(fact.kind === 'known' ? [fact] : fact.values));
  }
  const [only] = values;
  if (!only) return otherwise;
  return values.length === 1 ? only : { kind: 'oneOf', values };
}

/** Applies `change` to what is known. */
export function mapFact<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  switch (fact.kind) {
    case 'known':
      return { ...fact, value: change(fact.value) };
    case 'oneOf':
      return { kind: 'oneOf', values: fact.values.map((one) => ({ ...one, value: change(one.value) })) };
    case 'unknown':
      return fact;
  }
}
