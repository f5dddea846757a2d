/** Facts in words. */
import type { Place } from '../text/place';
import type { Fact } from '../facts/fact';
import { isObject, isRecord, type Plain } from '../facts/plain';
import type { Shape } from '../facts/training';

export interface Wording {
  readonly where: (place: Place) => string;
  readonly strong: (text: string) => string;
}

/** Its value, its alternatives, or `?` with the reason and the place. */
export function factText<T>(fact: Fact<T>, text: (value: T) => string, { where }: Wording): string {
  switch (fact.kind) {
    case 'known':
      return text(fact.value);
    case 'oneOf':
      return fact.values.map(({ value }) => text(value)).join(' or ');
    case 'unknown':
      return `? (${fact.reason}${fact.detail === '' ? '' : `: ${fact.detail}`}, ${where(fact.place)})`;
  }
}

/** `(28, 28)`; `?` for a size that only exists at run time. */
export const shapeText = (shape: Fact<Shape>, words: Wording): string =>
  factText(shape, (sizes) => `(${sizes.map((size) => size ?? '?').join(', ')}${sizes.length === 1 ? ',' : ''})`, words);

export function plainText(value: Plain): string {
  if (isObject(value)) return value.type;
  if (isRecord(value))
    return `{${Object.entries(value.entries)
      .map(([key, one]) => `${key}: ${plainText(one)}`)
      .join(', ')}}`;
  // Array.isArray does not narrow readonly arrays.
  return typeof value === 'object' && value !== null ? `[${value.map(plainText).join(', ')}]` : String(value);
}
