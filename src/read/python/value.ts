/**
 * What an expression of the program may stand for. Values are immutable; what Python can change in place
 * (lists, dictionaries, instances, models, arrays) is an `id` whose fields lie in the `Store`.
 */
import type { ClassDef, FunctionDef, Lambda } from '../../python/ast';
import type { Place, SourceId } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import { unknown, type Unknown, type UnknownReason } from '../../facts/fact';

/**
 * Python's own kinds of values. Libraries add theirs by declaring them here (`declare module`); each such value has an `id`, by which it is the
 * same as another, and the `place` where it was made.
 */
export interface ValueKinds {
  const: Const;
  tuple: TupleValue;
  list: ListValue;
  dict: DictValue;
  range: RangeValue;
  function: FunctionValue;
  class: ClassValue;
  instance: InstanceValue;
  module: ModuleValue;
  library: LibraryValue;
  method: MethodValue;
  object: ObjectRef;
  gap: GapValue;
  oneOf: OneOfValue;
  unknown: UnknownValue;
}

export type Value = ValueKinds[keyof ValueKinds];

export interface Const {
  readonly kind: 'const';
  readonly value: string | number | bigint | boolean | null;
  /** Of numbers: Python's float rather than int. */
  readonly float: boolean;
  /** Where it is written; of computed numbers, the expression. */
  readonly place: Place;
  /** A default of the library or of argparse rather than a literal where it is used. */
  readonly from: 'source' | 'default' | 'library';
}

export interface TupleValue {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
  readonly place: Place;
}

/** List or set. Its items lie in the store. */
export interface ListValue {
  readonly kind: 'list';
  readonly id: number;
  readonly place: Place;
}

/** Its entries lie in the store. */
export interface DictValue {
  readonly kind: 'dict';
  readonly id: number;
  readonly place: Place;
}

export interface DictState {
  readonly entries: ReadonlyMap<string, { readonly key: Value; readonly value: Value }>;
  /** Other keys may exist. */
  readonly open?: Unknown | undefined;
}

export interface RangeValue {
  readonly kind: 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly place: Place;
}

export interface Scope {
  readonly id: number;
  readonly kind: 'module' | 'function' | 'class';
  readonly source: SourceId;
  readonly parent?: Scope | undefined;
  /** Names that `global` and `nonlocal` send elsewhere. */
  readonly redirected: Map<string, 'global' | 'nonlocal'>;
  /** In a method: the class it was found in and its instance, for `super()`. */
  readonly method?: { readonly cls: ClassValue; readonly self: Value } | undefined;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly def: FunctionDef | Lambda;
  readonly name: string;
  readonly scope: Scope;
  readonly defaults: ReadonlyMap<string, Value>;
  /** Bound first argument of a method. */
  readonly self?: Value | undefined;
  /** The class whose body defines it. */
  readonly owner?: ClassValue | undefined;
  readonly decorators: readonly string[];
  readonly place: Place;
}

/** Attributes lie in the store under `id`. */
export interface ClassValue {
  readonly kind: 'class';
  readonly id: number;
  readonly def: ClassDef;
  readonly bases: readonly Value[];
  readonly scope: Scope;
  readonly place: Place;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly id: number;
  readonly cls: ClassValue;
  readonly call: CallSite;
  readonly place: Place;
}

/** A module of the workspace; its names lie in the store under `scope.id`. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly scope: Scope;
  readonly place: Place;
}

/** A module, class or function of a library, by canonical name. */
export interface LibraryValue {
  readonly kind: 'library';
  readonly name: string;
  /** As imported and written: `tf.keras.layers.Dense`. */
  readonly path: string;
  readonly place: Place;
}

/** A method of something that is not an instance of a class of the program. */
export interface MethodValue {
  readonly kind: 'method';
  readonly self: Value;
  readonly name: string;
  readonly place: Place;
}

/** A library object: optimizer, loss, callback, scaler, session, tape... Assigned attributes lie in the store. */
export interface ObjectRef {
  readonly kind: 'object';
  readonly id: number;
  readonly type: string;
  readonly args: Arguments;
  readonly call: CallSite;
  readonly place: Place;
}

/** Inside `items`: zero or more items that are not known. */
export interface GapValue {
  readonly kind: 'gap';
  readonly why: Unknown;
}

/** One of two to four values. */
export interface OneOfValue {
  readonly kind: 'oneOf';
  readonly values: readonly Value[];
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly why: Unknown;
}

/** Arguments of a call, evaluated. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** `*args` or `**kwargs` of unknown content were passed. */
  readonly open?: Unknown | undefined;
}

export const noArguments: Arguments = { positional: [], keywords: new Map() };

export const unknownValue = (reason: UnknownReason, place: Place, detail: string): UnknownValue => ({
  kind: 'unknown',
  why: unknown(reason, place, detail),
});

export function constant(value: Const['value'], place: Place, options: { float?: boolean; from?: Const['from'] } = {}): Const {
  const float = options.float ?? (typeof value === 'number' && !Number.isInteger(value));
  return { kind: 'const', value, float, place, from: options.from ?? 'source' };
}

export const none = (place: Place): Const => constant(null, place);

export const tuple = (items: readonly Value[], place: Place): TupleValue => ({ kind: 'tuple', items, place });

export const isNone = (value: Value | undefined): boolean => value?.kind === 'const' && value.value === null;

export const asNumber = (value: Value | undefined): number | undefined => {
  if (value?.kind !== 'const') return undefined;
  if (typeof value.value === 'number') return value.value;
  return typeof value.value === 'boolean' ? Number(value.value) : undefined;
};

export const asString = (value: Value | undefined): string | undefined =>
  value?.kind === 'const' && typeof value.value === 'string' ? value.value : undefined;

export const asBoolean = (value: Value | undefined): boolean | undefined =>
  value?.kind === 'const' && typeof value.value === 'boolean' ? value.value : undefined;

/** Where a value is written or was made. */
export function placeOf(value: Value): Place | undefined {
  switch (value.kind) {
    case 'oneOf': {
      const first = value.values[0];
      return first && placeOf(first);
    }
    case 'unknown':
    case 'gap':
      return value.why.place;
    default:
      return value.place;
  }
}
