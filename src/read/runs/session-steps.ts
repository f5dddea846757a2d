/** What each `session.run` fetches and feeds, in which loops it stands, and where checkpoints are restored. */
import { layerRecord } from '../../knowledge/layers';
import { samePlace, type Place } from '../../text/place';
import { valueOf } from '../../facts/fact';
import { entriesOf, looseItems } from '../python/collections';
import type { DataState } from '../data/data-state';
import type { LoopContext, Machine } from '../python/machine';
import type { TensorNode } from '../libraries/tensorflow/tensor';
import type { ObjectRef, Value } from '../python/value';
import { stateOf } from '../data/data-access';
import { reachable, tensorsIn } from '../libraries/tensorflow/keras/model-graph';
import type { Feed, RunStep, SessionStep, StepLoop, TrainOp } from '../../facts/session';
import { lossField } from '../libraries/tensorflow/fields';
import { stateField } from '../data/data-join';
import type { RestoreEvent, SessionEvent } from '../libraries/tensorflow/events';

type StepEvent = SessionEvent | RestoreEvent;

export function sessionSteps(m: Machine, trainOps: readonly TrainOp[]): readonly SessionStep[] {
  const groups = new Map<string, StepEvent[]>();
  for (const event of m.events) {
    if (event.kind !== 'session' && event.kind !== 'restore') continue;
    const { place } = event.call;
    const key = `${place.source}:${place.start}:${event.session?.id ?? '?'}:${event.loops.map((loop) => loop.place.start).join()}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()].flatMap((events) => stepOf(m, events, trainOps) ?? []);
}

function stepOf(m: Machine, events: readonly StepEvent[], trainOps: readonly TrainOp[]): SessionStep | undefined {
  const [first] = events;
  if (!first) return undefined;
  const base = {
    call: first.call,
    session: first.session?.id,
    loops: first.loops.map((loop, i) => stepLoop(events, loop, i)),
    conditional: events.every(({ conditions }) => conditions > 0),
  };
  if (first.kind === 'restore') return { kind: 'restore', ...base };
  const runs = events
    .filter((event): event is SessionEvent => event.kind === 'session')
    .map((event) => runOf(m, event, trainOps));
  const [one] = runs;
  if (!one) return undefined;
  return {
    kind: 'run',
    ...base,
    ...one,
    whole: runs.every(({ whole }) => whole),
    trainOps: [...new Set(runs.flatMap((run) => run.trainOps))],
    losses: [...new Set(runs.flatMap((run) => run.losses))],
  };
}

function stepLoop(events: readonly StepEvent[], { place, over, count, variable, round }: LoopContext, at: number): StepLoop {
  const rounds = new Set(events.map((event) => event.loops[at]?.round));
  const once = round !== undefined && count !== undefined && count > 1 && rounds.size === 1;
  const guarded = events.every((event) => event.conditions > (event.loops[at]?.conditions ?? 0));
  return { place, over, count, variable, sometimes: once || guarded };
}

type RunFacts = Pick<RunStep, 'uncalled' | 'whole' | 'initialises' | 'trainOps' | 'losses' | 'usesVariables' | 'feeds'>;

function runOf(m: Machine, event: SessionEvent, trainOps: readonly TrainOp[]): RunFacts {
  const fetched = event.fetches.flatMap((fetch) => flatten(m, fetch));
  const fetchedNodes = fetched.flatMap((value) => (value.kind === 'tensor' ? [value.node] : []));
  const nodes = new Set(reachable(fetchedNodes));
  const ids = new Set([...nodes].map(({ id }) => id));
  const objects = fetched.filter((value): value is ObjectRef => value.kind === 'object');
  const ops = trainOps.filter((op) => objects.some((object) => object.type === 'loss-probe.train-op' && sameOp(m, object, op)));
  return {
    uncalled: event.uncalled,
    whole: fetched.every(isUnderstood) && event.fetches.length > 0,
    initialises: initialiser(objects) ?? assigned(fetched),
    trainOps: ops.map(({ id }) => id),
    losses: trainOps.filter(({ loss }) => ids.has(loss)).map(({ id }) => id),
    usesVariables: ops.length > 0 || computed(fetchedNodes, event).some(holdsVariables),
    feeds: event.feeds.flatMap((feed) => feedOf(m, event, feed) ?? []),
  };
}

/** What is computed for the fetches: nothing that is fed, and nothing behind it. */
function computed(fetched: readonly TensorNode[], { feeds }: SessionEvent): readonly TensorNode[] {
  const fed = new Set(feeds.flatMap(({ key }) => (key.kind === 'tensor' ? [key.node.id] : [])));
  if (fed.size === 0) return reachable(fetched);
  const seen = new Set<TensorNode>();
  const pending = [...fetched];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node) || fed.has(node.id)) continue;
    seen.add(node);
    pending.push(...node.inputs);
  }
  return [...seen];
}

const sameOp = (m: Machine, object: ObjectRef, op: TrainOp): boolean =>
  object.id === op.id || (object.place.start === op.call.place.start && lossOf(m, object)?.id === op.loss);

/** The tensor that a train op lowers. */
export function lossOf(m: Machine, operation: ObjectRef): TensorNode | undefined {
  return tensorsIn(m, m.store.read(operation.id, lossField))[0];
}

function flatten(m: Machine, value: Value, depth = 0): readonly Value[] {
  if (depth > 6) return [];
  const items =
    looseItems(m, value) ??
    (value.kind === 'dict' ? [...(entriesOf(m, value)?.entries.values() ?? [])].map((one) => one.value) : undefined);
  if (items) return items.flatMap((item) => flatten(m, item, depth + 1));
  // A group of several ops is an object whose arguments they are.
  if (value.kind === 'object' && value.type === 'tf.group')
    return value.args.positional.flatMap((item) => flatten(m, item, depth + 1));
  return [value];
}

const isUnderstood = (value: Value): boolean =>
  value.kind === 'tensor'
    ? value.node.kind !== 'unknown'
    : value.kind === 'object' || value.kind === 'data' || (value.kind === 'const' && value.value === null);

function initialiser(objects: readonly ObjectRef[]): RunFacts['initialises'] {
  const all = objects.find(({ type }) => type === 'tf.compat.v1.global_variables_initializer');
  const some = all ?? objects.find(({ type }) => type === 'tf.compat.v1.variables_initializer');
  return some && { call: some.call, all: some === all };
}

/** Assigning to a variable initialises it too, unless what is assigned needs variables itself. */
function assigned(fetched: readonly Value[]): RunFacts['initialises'] {
  for (const value of fetched) {
    const node = value.kind === 'tensor' ? value.node : undefined;
    if (node?.kind !== 'operation' || node.operation !== 'variable.assign' || !node.call) continue;
    if (!reachable(node.inputs.slice(1)).some(holdsVariables)) return { call: node.call, all: false };
  }
  return undefined;
}

/** What is no layer of Keras may hold anything. */
function mayHoldVariables(type: string): boolean {
  const record = layerRecord(type);
  return record === undefined || record.weights !== undefined || record.state !== undefined;
}

export const holdsVariables = (node: TensorNode): boolean =>
  node.kind === 'variable' || node.kind === 'model' || (node.kind === 'layer' && mayHoldVariables(node.layer.type));

function feedOf(m: Machine, event: SessionEvent, { key, value }: SessionEvent['feeds'][number]): Feed | undefined {
  if (key.kind !== 'tensor') return undefined;
  return {
    placeholder: key.node.place,
    drawn: value.kind === 'unknown' ? fetchedBatch(m, value.why.place) : drawnBatch(event, value),
  };
}

/** What `next_batch` gave. */
function drawnBatch(event: SessionEvent, value: Value): Feed['drawn'] {
  const state = value.kind === 'data' ? event.data.get(value.id) : undefined;
  const drawn = state?.drawn;
  return drawn && isBatch(rowsOf(state), drawn.of) ? { call: drawn.call, loops: drawn.loops } : undefined;
}

/** What a session gave that was asked for the next elements of a dataset. */
function fetchedBatch(m: Machine, at: Place): Feed['drawn'] {
  const event = m.events.find((one) => one.kind === 'session' && samePlace(one.call.place, at));
  if (event?.kind !== 'session') return undefined;
  const fetched = event.fetches.flatMap((fetch) => flatten(m, fetch));
  const small = fetched.every((value) => {
    const state = value.kind === 'data' ? stateOf(m, value) : undefined;
    const whole = state?.slicedFrom === undefined ? undefined : m.store.read(state.slicedFrom, stateField);
    return isBatch(rowsOf(state), rowsOf(whole));
  });
  return fetched.length > 0 && small ? { call: event.call, loops: event.loops.map(({ place }) => place) } : undefined;
}

const rowsOf = (state: DataState | undefined): number | undefined => valueOf(state?.shape)?.[0] ?? undefined;

/** What holds most of the data is no batch. */
const isBatch = (rows: number | undefined, of: number | undefined): boolean =>
  rows !== undefined && of !== undefined && rows * 2 < of;
