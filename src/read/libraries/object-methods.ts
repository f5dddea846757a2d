import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import type { Machine } from '../python/machine';
import type { Arguments, ObjectRef, Value } from '../python/value';

export interface MethodContext {
  readonly m: Machine;
  readonly object: ObjectRef;
  readonly name: string;
  readonly args: Arguments;
  readonly site: CallSite;
  readonly place: Place;
}

export type ObjectMethod = (context: MethodContext) => Value;
export type MethodTable = Readonly<Record<string, ObjectMethod>>;
