/** Reading the written arguments of an operation. */
import type { Derivation, DerivedArgument } from '../../facts/derivation';

/** The argument at a position or under one of its names. */
export function argumentAt(
  { arguments: given, keywords }: Derivation,
  position: number,
  ...names: readonly string[]
): DerivedArgument | undefined {
  for (const name of names) if (Object.hasOwn(keywords, name)) return keywords[name];
  return position < 0 ? undefined : given[position];
}

export const textOf = (arg: DerivedArgument | undefined): string | undefined =>
  arg?.kind === 'value' && typeof arg.value === 'string' ? arg.value : undefined;

export const numberOf = (arg: DerivedArgument | undefined): number | undefined =>
  arg?.kind === 'value' && typeof arg.value === 'number' ? arg.value : undefined;

export const truthOf = (arg: DerivedArgument | undefined): boolean | undefined =>
  arg?.kind === 'value' && typeof arg.value === 'boolean' ? arg.value : undefined;

/** `None`, or not given at all. */
export const isNothing = (arg: DerivedArgument | undefined): boolean =>
  arg === undefined || (arg.kind === 'value' && arg.value === null);

/** A label or a number as text: what columns are called. */
export const labelOf = (arg: DerivedArgument | undefined): string | undefined => {
  const number = numberOf(arg);
  return textOf(arg) ?? (number === undefined ? undefined : String(number));
};

/** One label or a list of them. */
export function labelsOf(arg: DerivedArgument | undefined): readonly string[] | undefined {
  const items = arg?.kind === 'list' ? arg.items.map(labelOf) : [labelOf(arg)];
  return items.includes(undefined) ? undefined : (items as string[]);
}

export function numbersOf(arg: DerivedArgument | undefined): readonly number[] | undefined {
  const items = arg?.kind === 'list' ? arg.items.map(numberOf) : [numberOf(arg)];
  return items.includes(undefined) ? undefined : (items as number[]);
}

/** Positions that `start:stop:step` picks out of `length`; undefined where a bound is not known. */
export function slicePositions(arg: DerivedArgument, length: number): readonly number[] | undefined {
  if (arg.kind !== 'slice') return undefined;
  const [start, stop, stride] = arg.bounds.map((bound) => (isNothing(bound) ? null : numberOf(bound)));
  if (start === undefined && arg.bounds.length > 0) return undefined;
  if ((stop === undefined && arg.bounds.length > 1) || (stride === undefined && arg.bounds.length > 2)) return undefined;
  const step = stride ?? 1;
  if (!Number.isInteger(step) || step === 0) return undefined;
  const clamp = (at: number, low: number, high: number): number => Math.min(Math.max(at < 0 ? at + length : at, low), high);
  const positions: number[] = [];
  if (step > 0) {
    const end = stop == null ? length : clamp(stop, 0, length);
    for (let i = start == null ? 0 : clamp(start, 0, length); i < end; i += step) positions.push(i);
  } else {
    const end = stop == null ? -1 : clamp(stop, -1, length - 1);
    for (let i = start == null ? length - 1 : clamp(start, -1, length - 1); i > end; i += step) positions.push(i);
  }
  return positions;
}

/** `:` */
export const isWhole = (arg: DerivedArgument): boolean => arg.kind === 'slice' && arg.bounds.every(isNothing);
