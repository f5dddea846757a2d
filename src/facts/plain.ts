import type { CallSite } from './callsite';
import type { Fact } from './fact';

/** A Python value that is fully known, as plain data. Tuples and lists are arrays; dictionaries with string keys are records. */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainRecord | ObjectValue;

export interface PlainRecord {
  readonly kind: 'record';
  readonly entries: Readonly<Record<string, Plain>>;
}

/** A library object that was constructed: an initializer, a schedule, a callback, a regularizer. */
export interface ObjectValue {
  readonly kind: 'object';
  /** Canonical name of the class or function: `keras.optimizers.schedules.ExponentialDecay`. */
  readonly type: string;
  readonly call?: CallSite | undefined;
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
}

export const isObject = (value: Plain | undefined): value is ObjectValue =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object';

export const isRecord = (value: Plain | undefined): value is PlainRecord =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'record';
