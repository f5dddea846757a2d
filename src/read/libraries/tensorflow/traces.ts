/**
 * What functions compiled by `tf.function` take from Python. Such a function is run once as Python; afterwards its graph runs. A number
 * it read then stays what it was, and what it changed in Python is changed no more.
 */
import type { AugAssign } from '../../../python/ast';
import { placeOf, type FunctionValue, type Scope, type Value } from '../../python/value';
import type { Capture } from '../../../facts/capture';
import type { Place } from '../../../text/place';
import type { LoopContext, Machine } from '../../python/machine';
import { slot } from '../../python/slots';
import { homeOf } from '../../python/scopes';

interface Frame {
  readonly callee: FunctionValue;
  /** Objects with a smaller number were there before the function began. */
  readonly from: number;
}

interface Read {
  readonly value: Value;
  readonly place: Place;
  changed?: { readonly place: Place; readonly loops: readonly LoopContext[] } | undefined;
}

export interface Traces {
  readonly frames: Frame[];
  /** What was read, by the definition of the function and then by owner and name. A new definition is traced anew. */
  readonly reads: Map<object, Map<string, Read>>;
  readonly found: Map<string, Capture>;
}

export const traces = slot('traces', (): Traces => ({ frames: [], reads: new Map(), found: new Map() }));

export const isTraced = ({ decorators }: FunctionValue): boolean => decorators.includes('tf.function');

const isNumber = (value: Value): boolean =>
  value.kind === 'const' && (typeof value.value === 'number' || typeof value.value === 'boolean');

function keep(m: Machine, capture: Capture): void {
  const key = `${capture.place.source}:${capture.place.start}`;
  if (!m.of(traces).found.has(key)) m.of(traces).found.set(key, capture);
}

const describe = ({ callee }: Frame): Capture['function'] => ({ name: callee.name, place: callee.place });

/** A name or attribute of something older than the traced function is read in it. */
export function noteTracedRead(m: Machine, owner: number, name: string, value: Value, place: Place): void {
  const [frame] = m.of(traces).frames;
  if (!frame || owner >= frame.from) return;
  // The defaults are evaluated where the function is defined: one object per definition.
  const definition = frame.callee.defaults;
  const reads = m.of(traces).reads.get(definition) ?? new Map<string, Read>();
  m.of(traces).reads.set(definition, reads);
  const key = `${owner}:${name}`;
  const read = reads.get(key);
  if (!read) {
    if (isNumber(value)) reads.set(key, { value, place });
    return;
  }
  const { changed } = read;
  if (!changed?.loops.some((loop) => m.loops.some((other) => other.place.start === loop.place.start))) return;
  keep(m, { kind: 'stale', name, place: read.place, changed: changed.place, function: describe(frame) });
}

/** A name or attribute gets another value outside of traced functions. */
export function noteTracedWrite(m: Machine, owner: number, name: string, value: Value): void {
  if (m.of(traces).reads.size === 0 || m.of(traces).frames.length > 0) return;
  const key = `${owner}:${name}`;
  for (const reads of m.of(traces).reads.values()) {
    const read = reads.get(key);
    const place = placeOf(value);
    if (!read || read.changed || !place) continue;
    if (value.kind === 'const' && read.value.kind === 'const' && value.value === read.value.value) continue;
    read.changed = { place, loops: [...m.loops] };
  }
}

/** `counter += 1` or `losses.append(loss)` on something older than the traced function, in a function that a loop calls. */
export function noteTracedEffect(m: Machine, owner: number, name: string, value: Value, place: Place): void {
  const [frame] = m.of(traces).frames;
  if (!frame || owner >= frame.from || m.loops.length === 0) return;
  const plain = isNumber(value) || (value.kind === 'tensor' && value.node.kind !== 'variable');
  if (plain) keep(m, { kind: 'effect', name, place, function: describe(frame) });
}

/** In a traced function, what it counts outside is counted once. */
export function noteEffect(m: Machine, scope: Scope, { target }: AugAssign, before: Value, place: Place): void {
  if (m.of(traces).frames.length === 0) return;
  if (target.kind === 'Name') noteTracedEffect(m, homeOf(m, scope, target.id)?.id ?? Infinity, target.id, before, place);
  if (target.kind !== 'Attribute') return;
  const owner = m.evaluate(target.value, scope);
  const text = target.value.kind === 'Name' ? `${target.value.id}.${target.attr.id}` : target.attr.id;
  if (owner.kind === 'instance' && before.kind === 'const') noteTracedEffect(m, owner.id, text, before, place);
}

/** A variable is read in a traced function. */
export function noteVariableRead(m: Machine, scope: Scope, name: string, value: Value, place: Place): void {
  if (m.of(traces).frames.length > 0) noteTracedRead(m, homeOf(m, scope, name)?.id ?? Infinity, name, value, place);
}
