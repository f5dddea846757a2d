import type { Place } from '../../text/place';
import type { CallSite } from '../callsite';
import type { Machine } from '../interpreter/machine';
import type { Arguments, ObjectRef, Value } from '../interpreter/value';

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
