/** Gradient tapes and optimizers used by hand. */
import { boundBy } from '../../../python/bound';
import { table } from '../../../../facts/table';
import type { Place } from '../../../../text/place';
import type { CallSite } from '../../../../facts/callsite';
import { looseItems } from '../../../python/collections';
import { notKnown, record, type Machine } from '../../../python/machine';
import { noArguments, none, tuple, type Arguments, type ObjectRef, type Value } from '../../../python/value';
import { gradientsOf, isGradients } from '../graphs/graphs-and-sessions';
import type { MethodTable } from '../../object-methods';
import { precisionOf } from '../keras/precision';
import { snapshotsWithin } from './tape-snapshots';
import { operation } from '../tensor-operations';
import { ownersOf, variablesOf } from '../variables';
import { enteredField, eventField, lossField, optimizerField } from '../fields';
import { iterationField, subscriptField, zippedField } from '../../../python/fields';
import type { ModelSnapshot, TapeEvent } from '../events';
import { makeObject } from '../../../python/objects';
import { tapes, training } from '../state';
import { statesOf } from '../../../data/data-states';

export const tapeMethods: MethodTable = table({
  gradient: ({ m, object, args, bound, site }) => {
    const loss = bound('target') ?? none(site.place);
    const sources = bound('sources') ?? none(site.place);
    const gradients = gradientsOf(m, loss, args, site);
    const snapshots: ReadonlyMap<number, ModelSnapshot> = snapshotsWithin(m, loss, ownersOf(m, sources) ?? []);
    const event: TapeEvent = {
      kind: 'tape',
      tape: object.call,
      tapeId: object.id,
      loss,
      variables: sources,
      gradient: { ...site, callee: 'tf.GradientTape.gradient' },
      compiled: m.of(training).at(-1),
      loops: [...m.loops],
      snapshots,
      entered: m.store.read(object.id, enteredField) === true,
      precision: precisionOf(m),
      data: statesOf(m, args),
    };
    m.store.write(gradients.id, eventField, event);
    record(m, event);
    return gradients;
  },
  watch: ({ place }) => none(place),
  reset: ({ place }) => none(place),
  stop_recording: ({ place }) => none(place),
});

/** The gradients inside `zip(grads, vars)`, a list of pairs or a comprehension over them. */
export function gradientsWithin(m: Machine, value: Value | undefined, depth = 0): ObjectRef | undefined {
  if (depth > 4) return undefined;
  if (value?.kind !== 'object') {
    const within = value?.kind === 'dict' ? undefined : looseItems(m, value);
    return within?.map((item) => gradientsWithin(m, item, depth + 1)).find((found) => found !== undefined);
  }
  if (isGradients(value)) return value;
  const zipped = m.store.read(value.id, zippedField);
  return zipped?.map((one) => gradientsWithin(m, one, depth + 1)).find((found) => found !== undefined);
}

/** Gradients were used to change the variables: by an optimizer, or by hand. */
export function applyGradients(m: Machine, gradients: ObjectRef, pairs: Value, optimizer: Value, call: CallSite): void {
  const event = m.store.read(gradients.id, eventField);
  if (event) record(m, { ...event, apply: { call, optimizer, pairs } });
}

/** Something that is not understood got the gradients: whether it applies them cannot be told. */
export function gradientsEscape(m: Machine, args: Arguments): void {
  for (const value of [...args.positional, ...args.keywords.values()]) {
    const gradients = gradientsWithin(m, value);
    const event = gradients && m.store.read(gradients.id, eventField);
    if (event) record(m, { ...event, escapes: true });
  }
}

/** Gradients that are not known are applied: those of any tape may be among them (a list of them, one of two branches). */
function unknownApplied(m: Machine): void {
  const open = new Map<string, TapeEvent>();
  for (const event of m.events) {
    if (event.kind !== 'tape') continue;
    const key = `${event.gradient.place.source}:${event.gradient.place.start}`;
    if (event.apply || event.escapes) open.delete(key);
    else open.set(key, event);
  }
  for (const event of open.values()) record(m, { ...event, escapes: true });
}

/** In TensorFlow 1, applying gradients only makes an op; under a tape it has happened. */
export function updateOp(m: Machine, args: Arguments, site: CallSite, optimizer: Value, gradients: ObjectRef): Value {
  if (m.store.read(gradients.id, eventField) !== undefined) return none(site.place);
  return trainOp(m, args, site, optimizer, m.store.read(gradients.id, lossField) ?? none(site.place));
}

/** The op that TensorFlow 1 runs in a session to train. */
function trainOp(m: Machine, args: Arguments, site: CallSite, optimizer: Value, loss: Value): ObjectRef {
  const operation = makeObject(m, 'loss-probe.train-op', args, site);
  m.store.write(operation.id, optimizerField, optimizer);
  m.store.write(operation.id, lossField, loss);
  record(m, { kind: 'train-op', operation, loops: [...m.loops] });
  return operation;
}

/** The loss times the scale that keeps float16 gradients from vanishing. */
function scaledLoss(m: Machine, loss: Value | undefined, site: CallSite, place: Place): Value {
  return operation(
    m,
    'keras.optimizers.Optimizer.scale_loss',
    { positional: loss ? [loss] : [], keywords: new Map() },
    place,
    site,
  );
}

export const optimizerMethods: MethodTable = table({
  apply_gradients: ({ m, object, args, bound, site }) => {
    const pairs = bound('grads_and_vars');
    const gradients = gradientsWithin(m, pairs);
    if (!gradients || !pairs) {
      unknownApplied(m);
      return none(site.place);
    }
    applyGradients(m, gradients, pairs, object, { ...site, callee: 'keras.optimizers.Optimizer.apply_gradients' });
    return updateOp(m, args, site, object, gradients);
  },
  apply: ({ m, object, bound, site }) => {
    const given = bound('grads');
    const gradients = gradientsWithin(m, given);
    if (!gradients || !given) {
      unknownApplied(m);
      return none(site.place);
    }
    applyGradients(m, gradients, given, object, { ...site, callee: 'keras.optimizers.Optimizer.apply' });
    return none(site.place);
  },
  minimize: ({ m, object, args, bound, site }) => {
    const loss = bound('loss') ?? none(site.place);
    if (loss.kind === 'function') return minimizeFunction(m, object, loss, args, site);
    return trainOp(m, args, site, object, loss);
  },
  compute_gradients: ({ m, args, bound, site, place }) => {
    const gradients = gradientsOf(m, bound('loss') ?? none(place), args, site);
    const pair = tuple([gradients, variablesOf(m, [], place)], place);
    m.store.write(gradients.id, iterationField, { element: pair, over: 'other' });
    m.store.write(gradients.id, subscriptField, () => pair);
    return gradients;
  },
  scale_loss: ({ m, bound, site, place }) => scaledLoss(m, bound('loss'), site, place),
  get_scaled_loss: ({ m, bound, site, place }) => scaledLoss(m, bound('loss'), site, place),
  get_unscaled_gradients: ({ bound, place }) => bound('grads') ?? none(place),
  get_config: ({ m, place }) => notKnown(m, 'dynamic', place, 'the configuration of an optimizer'),
});

/** TensorFlow 2: `optimizer.minimize(lambda: loss, variables)` is a tape, its gradients and their application in one call. */
function minimizeFunction(m: Machine, optimizer: ObjectRef, compute: Value, args: Arguments, site: CallSite): Value {
  const tapeId = m.store.fresh();
  m.of(tapes).push(tapeId);
  const loss = m.call(compute, noArguments, site);
  m.of(tapes).pop();
  const variables = boundBy(m, `${optimizer.type}.minimize`, args)('var_list') ?? none(site.place);
  const event: TapeEvent = {
    kind: 'tape',
    tape: site,
    tapeId,
    loss,
    variables,
    gradient: { ...site, callee: 'keras.optimizers.Optimizer.minimize' },
    apply: { call: { ...site, callee: 'keras.optimizers.Optimizer.minimize' }, optimizer, pairs: none(site.place) },
    compiled: m.of(training).at(-1),
    loops: [...m.loops],
    snapshots: snapshotsWithin(m, loss, ownersOf(m, variables) ?? []),
    entered: true,
    precision: precisionOf(m),
    data: statesOf(m, args),
  };
  record(m, event);
  return none(site.place);
}
