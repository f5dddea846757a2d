/**
 * What a library is to the machine that follows Python. The machine knows none: each tells its functions, the methods of its objects, what
 * Python's data model asks of its kinds of values, and what it wants to hear of. A framework is one more of these.
 */
import type { AugAssign, BinaryOperator, CompareOperator, Expression, FunctionDef } from '../../python/ast';
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import type { Signature } from '../../knowledge/signatures';
import type { Bound } from './bound';
import type { Iteration } from './iteration';
import type { Machine } from './machine';
import type { Arguments, ClassValue, FunctionValue, LibraryValue, ObjectRef, Scope, Value, ValueKinds } from './value';

/** A call of a library function, its arguments evaluated. */
export interface TransferContext {
  readonly m: Machine;
  /** Canonical name under which it was called. */
  readonly name: string;
  readonly args: Arguments;
  /** The arguments by the names of the function's signature. */
  readonly bound: Bound;
  readonly site: CallSite;
  readonly place: Place;
}

/** How the effect of a library function is written down: a function from evaluated arguments to a value. */
export type Transfer = (context: TransferContext) => Value;
export type TransferTable = Readonly<Record<string, Transfer>>;

/** A call of a method of a library object. */
export interface MethodContext {
  readonly m: Machine;
  readonly object: ObjectRef;
  readonly name: string;
  readonly args: Arguments;
  /** The arguments by the names of the method's signature. */
  readonly bound: Bound;
  readonly site: CallSite;
  readonly place: Place;
}

export type ObjectMethod = (context: MethodContext) => Value;
export type MethodTable = Readonly<Record<string, ObjectMethod>>;

/** What Python's data model asks of a kind of value. Undefined leaves the answer to the next library, and at last to Python's own. */
export interface Kind<V = Value> {
  /** `value(...)` */
  readonly call?: ((m: Machine, value: V, args: Arguments, site: CallSite) => Value | undefined) | undefined;
  /** `value.name(...)` */
  readonly method?: ((m: Machine, value: V, name: string, args: Arguments, site: CallSite) => Value | undefined) | undefined;
  /** `value.name` */
  readonly attribute?: ((m: Machine, value: V, name: string, place: Place) => Value | undefined) | undefined;
  /** `value.name = written`; true where nothing else is to be done. */
  readonly write?: ((m: Machine, value: V, name: string, written: Value, place: Place) => true | undefined) | undefined;
  /** `value[index]` */
  readonly item?: ((m: Machine, value: V, index: Value, place: Place) => Value | undefined) | undefined;
  /** `value[key] = written`; true where nothing else is to be done. */
  readonly writeItem?: ((m: Machine, value: V, key: Value, written: Value, place: Place) => true | undefined) | undefined;
  /** `for one in value` */
  readonly iterate?: ((m: Machine, value: V, place: Place) => Iteration | undefined) | undefined;
  /** `if value` */
  readonly truth?: ((m: Machine, value: V) => boolean | undefined) | undefined;
  /** `with value`: the block begins and ends. */
  readonly enter?: ((m: Machine, value: V) => void) | undefined;
  readonly leave?: ((m: Machine, value: V) => void) | undefined;
  /** `value += other` came to `after`: true where the value itself has changed. */
  readonly become?: ((m: Machine, value: V, after: Value) => true | undefined) | undefined;
  /** One of several of this kind, or perhaps None: what holds for all of them. */
  readonly join?: ((m: Machine, values: readonly V[], orNone: boolean, place: Place) => Value | undefined) | undefined;
  /** What holds in every round of a loop that makes `after` of `before`. */
  readonly widen?: ((m: Machine, before: V, after: V, place: Place) => Value | undefined) | undefined;
  /** Attributes that the program sets are kept. */
  readonly keepsAttributes?: true | undefined;
  /** Can be the key of a dictionary: itself, not what it holds. */
  readonly hashable?: true | undefined;
  /** Stands for what is computed later: a function on it is noted, not carried out. */
  readonly symbolic?: true | undefined;
  /** `len(value)` */
  readonly length?: ((m: Machine, value: V, place: Place) => Value | undefined) | undefined;
  /** `isinstance(value, type)`, the type by its canonical name; undefined where reading cannot tell. */
  readonly isA?: ((value: V, type: string) => boolean | undefined) | undefined;
  /** Is remembered as handed over when something not understood gets it. */
  readonly escapes?: true | undefined;
}

export type Kinds = { readonly [K in keyof ValueKinds]?: Kind<ValueKinds[K]> };

/** Names of libraries: the many paths to one function, and what is recorded of it. */
export interface Names {
  readonly canonical: (path: string) => string;
  readonly isKnown: (canonical: string) => boolean;
  /** The signature of a callable as the program's version of the library has it. */
  readonly signature: (m: Machine, callee: string) => Signature | undefined;
}

/** One operation on values, for those that keep a record of how a value came about. */
export interface Operation {
  readonly kind: 'call' | 'method' | 'attribute' | 'subscript' | 'operator' | 'assignment' | 'object';
  readonly name: string;
  readonly place: Place;
  readonly args: Arguments;
  /** Of methods of objects: what the object was made with. */
  readonly of?: Arguments | undefined;
}

/** Moments at which libraries are asked or told, in their order. What gives a value or a truth ends the asking. */
export interface Hooks {
  /** A library function is called: before the tables of functions are looked into. */
  readonly beforeCall: (context: TransferContext) => Value | undefined;
  /** A function is called on something symbolic. */
  readonly symbolic: (context: TransferContext) => Value | undefined;
  /** No table has the function. */
  readonly otherwise: (context: TransferContext) => Value | undefined;
  /** What a function gives of which nothing is known but what goes in. */
  readonly gives: (context: TransferContext) => Value | undefined;
  /** Nobody knows the function: its arguments go to code that is not followed. */
  readonly unfollowed: (context: TransferContext) => void;
  /** A library function was called. */
  readonly called: (context: TransferContext, result: Value) => void;
  /** Wraps the call of a library function or of an object's method. */
  readonly around: (m: Machine, operation: Operation, run: () => Value) => Value;
  /** Arguments go to a value that is not known. */
  readonly handedOut: (m: Machine, args: Arguments) => void;
  /** A call gave something that is not known. */
  readonly lost: (m: Machine, callee: Value, args: Arguments, site: CallSite) => void;
  /** True of what is known to leave its arguments alone, though not what it gives. */
  readonly leavesAlone: (callee: Value) => boolean | undefined;
  /** `left op right`; the first library that answers has precedence, as in Python the more special type. */
  readonly operator: (m: Machine, op: BinaryOperator, left: Value, right: Value, place: Place) => Value | undefined;
  /** `a < b`, where Python cannot tell. */
  readonly compare: (m: Machine, ops: readonly CompareOperator[], values: readonly Value[], place: Place) => Value | undefined;
  /** A comparison is written; each operand's place. */
  readonly compared: (
    m: Machine,
    ops: readonly CompareOperator[],
    values: readonly Value[],
    places: readonly Place[],
    place: Place,
  ) => void;
  /** `a if test else b`, where the test is open. */
  readonly choice: (m: Machine, test: Expression, branches: readonly Value[], scope: Scope) => Value | undefined;
  /** `target op= value`: before it happens. */
  readonly augment: (m: Machine, scope: Scope, statement: AugAssign, before: Value, place: Place) => void;
  /** Something is put into a container that is older: `list.append(value)`. */
  readonly appended: (m: Machine, container: Value, value: Value, place: Place) => void;
  /** A variable is read. */
  readonly read: (m: Machine, scope: Scope, name: string, value: Value, place: Place) => void;
  /** An attribute of an instance is read. */
  readonly readAttribute: (m: Machine, owner: number, name: string, value: Value, place: Place) => void;
  /** A variable gets a value. */
  readonly bound: (m: Machine, scope: number, name: string, value: Value) => void;
  /** An attribute gets a value. */
  readonly attributeSet: (m: Machine, owner: number, name: string, value: Value, target: Value) => void;
  /** An attribute is set on something that keeps none. */
  readonly attributeLost: (m: Machine, target: Value, name: string, place: Place) => void;
  /** A value is assigned to something that has a name. */
  readonly named: (m: Machine, value: Value, name: string) => void;
  /** A function of the program begins and ends. */
  readonly entered: (m: Machine, callee: FunctionValue, scope: Scope) => void;
  readonly left: (m: Machine, callee: FunctionValue) => void;
  /** What the library's own `__init__` does for an instance of a class of the program. */
  readonly initialise: (m: Machine, instance: ValueKinds['instance'], args: Arguments, site: CallSite) => true | undefined;
  /** True of classes whose methods the library calls by itself once an instance exists. */
  readonly calls: (m: Machine, cls: ClassValue) => boolean | undefined;
  /** What the text says of parameters of a function that nobody calls. */
  readonly parameters: (m: Machine, callee: FunctionValue) => ReadonlyMap<string, Value> | undefined;
  /** What decorators give parameters that the call leaves out. */
  readonly defaults: (m: Machine, scope: Scope, def: FunctionDef) => ReadonlyMap<string, Value> | undefined;
  /** A name that nothing binds. */
  readonly unbound: (m: Machine, scope: Scope, name: string, place: Place) => LibraryValue | undefined;
}

export interface Library {
  /** First parts of its canonical names: `numpy`. */
  readonly roots: readonly string[];
  readonly functions?: TransferTable;
  /** Methods by the type of the object: an exact name, or a prefix ending in a dot. */
  readonly methods?: readonly (readonly [type: string, methods: MethodTable])[];
  readonly kinds?: Kinds;
  readonly hooks?: Partial<Hooks>;
  readonly names?: Names;
}

/** All libraries at once, as the machine asks them. */
export interface Guests {
  readonly functions: ReadonlyMap<string, Transfer>;
  readonly methodOf: (type: string, name: string) => ObjectMethod | undefined;
  readonly kinds: Readonly<Record<string, Kind<never>>>;
  readonly hooks: { readonly [K in keyof Hooks]: readonly Hooks[K][] };
  readonly names: Names;
  /** Whether a function belongs to one of the libraries. */
  readonly covers: (canonical: string) => boolean;
}
