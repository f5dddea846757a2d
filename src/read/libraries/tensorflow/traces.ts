/**
 * What functions compiled by `tf.function` take from Python. Such a function is run once as Python; afterwards its graph runs. A number
 * it read then stays what it was, and what it changed in Python is changed no more.
 */
import { placeOf, type FunctionValue, type Value } from '../../python/value';
import type { Capture } from '../../../facts/capture';
import type { Place } from '../../../text/place';
import type { LoopContext, Machine } from '../../python/machine';

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

export const createTraces = (): Traces => ({ frames: [], reads: new Map(), found: new Map() });

export const isTraced = ({ decorators }: FunctionValue): boolean => decorators.includes('tf.function');

const isNumber = (value: Value): boolean =>
  value.kind === 'const' && (typeof value.value === 'number' || typeof value.value === 'boolean');

function keep(m: Machine, capture: Capture): void {
  const key = `${capture.place.source}:${capture.place.start}`;
  if (!m.traces.found.has(key)) m.traces.found.set(key, capture);
}

const describe = ({ callee }: Frame): Capture['function'] => ({ name: callee.name, place: callee.place });

/** A name or attribute of something older than the traced function is read in it. */
export function noteTracedRead(m: Machine, owner: number, name: string, value: Value, place: Place): void {
  const [frame] = m.traces.frames;
  if (!frame || owner >= frame.from) return;
  // The defaults are evaluated where the function is defined: one object per definition.
  const definition = frame.callee.defaults;
  const reads = m.traces.reads.get(definition) ?? new Map<string, Read>();
  m.traces.reads.set(definition, reads);
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
  if (m.traces.reads.size === 0 || m.traces.frames.length > 0) return;
  const key = `${owner}:${name}`;
  for (const reads of m.traces.reads.values()) {
    const read = reads.get(key);
    const place = placeOf(value);
    if (!read || read.changed || !place) continue;
    if (value.kind === 'const' && read.value.kind === 'const' && value.value === read.value.value) continue;
    read.changed = { place, loops: [...m.loops] };
  }
}

/** `counter += 1` or `losses.append(loss)` on something older than the traced function, in a function that a loop calls. */
export function noteTracedEffect(m: Machine, owner: number, name: string, value: Value, place: Place): void {
  const [frame] = m.traces.frames;
  if (!frame || owner >= frame.from || m.loops.length === 0) return;
  const plain = isNumber(value) || (value.kind === 'tensor' && value.node.kind !== 'variable');
  if (plain) keep(m, { kind: 'effect', name, place, function: describe(frame) });
}
