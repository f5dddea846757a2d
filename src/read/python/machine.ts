import type { Expression } from '../../python/ast';
import type { Place, SourceId, Span } from '../../text/place';
import { unknown, type Known, type Unknown, type UnknownReason } from '../../facts/fact';
import type { ProgramInput } from './input';
import type { Guests } from './library';
import { createSlots, type Slots } from './slots';
import type { ImportedName } from '../../facts/training';
import { createStore, type Store } from './store';
import type { ProgramEvent } from './events';
import type { Arguments, FunctionValue, InstanceValue, ModuleValue, Scope, UnknownValue, Value } from './value';
import type { CallSite } from '../../facts/callsite';
import { loopsField } from './fields';

/** The state of one interpretation. Everything here lives from `readProgram`'s start to its end. */
export interface Machine {
  readonly input: ProgramInput;
  /** What is known beyond Python. */
  readonly guests: Guests;
  /** What libraries remember: `m.of(tapes)`. */
  readonly of: Slots;
  readonly store: Store;
  readonly budget: Budget;
  readonly events: ProgramEvent[];
  readonly unknowns: Map<string, Unknown>;
  readonly imports: ImportedName[];
  readonly modules: Map<SourceId, ModuleValue>;
  /** Functions and classes that were called, by definition. */
  readonly called: Set<object>;
  /** Python loops around the current statement, outermost first. */
  readonly loops: LoopContext[];
  /** Definitions on the call stack, for recursion. */
  readonly stack: object[];
  /** Functions and methods on the call stack. */
  readonly frames: FunctionValue[];
  /** Instances of the program's own classes, in the order of their construction. */
  readonly instances: InstanceValue[];
  /** Objects that were handed to something not understood, which may do anything with them. */
  readonly escaped: Set<number>;
  /** Above zero where functions are followed that nobody in the program calls. */
  uncalled: number;
  /** Branches around the current statement that may or may not be taken. */
  conditions: number;
  /** `with` contexts by store id, such as a session or a strategy. */
  readonly literalUses: LiteralUses;
  /** Above zero in trial runs whose events must not be kept. */
  muted: number;
  /** Modules named in imports, as written. */
  readonly importedPaths: Set<string>;
  /** Store object of names that the program sets on library modules: `tf.model = ...`; by path. */
  readonly patched: number;
  evaluate(expression: Expression, scope: Scope): Value;
  call(callee: Value, args: Arguments, site: CallSite): Value;
}

export interface LoopContext {
  readonly place: Place;
  /** Iterations, where they are known. */
  readonly count?: number | undefined;
  /** What is iterated: a counter, batches of data, or something else. */
  readonly over: 'counter' | 'data' | 'folds' | 'other';
  /** What is made in it has a number above this. */
  readonly since: number;
  /** The data iterated over. */
  readonly data?: Value | undefined;
  /** The name the program gives to what it counts: `epoch`. */
  readonly variable?: string | undefined;
  /** Which round it is, where the loop is followed round by round. */
  readonly round?: number | undefined;
  /** `conditions` of the machine when the loop began. */
  readonly conditions: number;
  /** `while True` without a `break`. */
  readonly endless?: boolean | undefined;
}

export interface Budget {
  steps: number;
  readonly limit: number;
}

/** Which names read a literal, so that a fix at the literal knows what else it would change. */
export interface LiteralUses {
  note(literal: Place, use: Place): void;
  count(literal: Place): number;
  /** Facts whose `shared` is settled at the end. */
  readonly facts: { -readonly [K in keyof Known<unknown>]: Known<unknown>[K] }[];
}

const keyOf = (place: Place): string => `${place.source}:${place.start}:${place.end}`;

export function createMachine(input: ProgramInput, limit: number, run: Pick<Machine, 'evaluate' | 'call' | 'guests'>): Machine {
  const uses = new Map<string, Set<string>>();
  const store = createStore();
  return {
    ...run,
    input,
    of: createSlots(),
    store,
    patched: store.fresh(),
    budget: { steps: 0, limit },
    events: [],
    unknowns: new Map(),
    imports: [],
    modules: new Map(),
    called: new Set(),
    loops: [],
    stack: [],
    frames: [],
    instances: [],
    escaped: new Set(),
    conditions: 0,
    uncalled: 0,
    muted: 0,
    importedPaths: new Set(),
    literalUses: {
      facts: [],
      note(literal, use) {
        const key = keyOf(literal);
        const set = uses.get(key);
        if (set) set.add(keyOf(use));
        else uses.set(key, new Set([keyOf(use)]));
      },
      count: (literal) => uses.get(keyOf(literal))?.size ?? 0,
    },
  };
}

export const placeIn = (scope: Scope, span: Span): Place => ({ source: scope.source, start: span.start, end: span.end });

/** An unknown value; its place and reason are kept for the report. */
export function notKnown(m: Machine, reason: UnknownReason, place: Place, detail: string): UnknownValue {
  const why = unknown(reason, place, detail);
  if (m.muted === 0 && m.unknowns.size < 2000) {
    const key = `${keyOf(place)}:${reason}`;
    if (!m.unknowns.has(key)) m.unknowns.set(key, why);
  }
  return { kind: 'unknown', why };
}

/** Remembers the Python loops in which an object is made: a loop that uses it may make it anew each time. */
export function noteLoops(m: Machine, id: number): void {
  if (m.loops.length > 0) m.store.write(id, loopsField, [...m.loops]);
}

export const loopsOf = (m: Machine, id: number): readonly LoopContext[] => m.store.read(id, loopsField) ?? [];

/** Read in a loop that did not make the object: a later round finds it as an earlier one left it. */
export const isReadAgain = (m: Machine, id: number): boolean =>
  m.loops.some((loop) => !loopsOf(m, id).some((other) => other === loop));

export function record(m: Machine, event: ProgramEvent): void {
  if (m.muted === 0 && m.events.length < 5000) m.events.push(event);
}

/** False once the budget is spent; every evaluation and statement takes a step. */
export function step(m: Machine): boolean {
  m.budget.steps += 1;
  return m.budget.steps <= m.budget.limit;
}
