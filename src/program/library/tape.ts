/** Gradient tapes and optimizers used by hand. */
import { itemsOf } from '../interpreter/collections';
import { notKnown, record } from '../interpreter/machine';
import type { ModelSnapshot, TapeEvent } from '../interpreter/events';
import { none, type ObjectRef, type Value } from '../interpreter/value';
import type { MethodContext, MethodTable } from './object-methods';
import { makeObject } from './objects';
import { snapshotsWithin } from './tape-snapshots';
import { statesOf } from './training-calls';
import { argument } from './transfer';
import { ownersOf } from './variables';

export const tapeMethods: MethodTable = {
  gradient: ({ m, object, args, site }) => {
    const loss = argument(args, 0, 'target') ?? none(site.place);
    const sources = argument(args, 1, 'sources') ?? none(site.place);
    const gradients = makeObject(m, 'loss-probe.gradients', args, site);
    const snapshots: ReadonlyMap<number, ModelSnapshot> = snapshotsWithin(m, loss, ownersOf(m, sources) ?? []);
    const event: TapeEvent = {
      kind: 'tape',
      tape: object.call,
      tapeId: object.id,
      loss,
      variables: sources,
      gradient: { ...site, callee: 'tf.GradientTape.gradient' },
      loops: [...m.loops],
      snapshots,
      data: statesOf(m, args),
    };
    m.store.write(gradients.id, '#event', event);
    record(m, event);
    return gradients;
  },
  watch: ({ place }) => none(place),
  reset: ({ place }) => none(place),
  stop_recording: ({ place }) => none(place),
};

/** The gradients inside `zip(grads, vars)` or a list comprehension over them. */
function gradientsWithin(m: MethodContext['m'], value: Value | undefined): ObjectRef | undefined {
  if (value?.kind !== 'object')
    return itemsOf(m, value)
      ?.map((item) => gradientsWithin(m, item))
      .find((found) => found !== undefined);
  if (value.type === 'loss-probe.gradients') return value;
  const zipped = m.store.read(value.id, '#zipped') as readonly Value[] | undefined;
  return zipped?.map((one) => gradientsWithin(m, one)).find((found) => found !== undefined);
}

export const optimizerMethods: MethodTable = {
  apply_gradients: ({ m, object, args, site }) => {
    const pairs = argument(args, 0, 'grads_and_vars');
    const gradients = gradientsWithin(m, pairs);
    const event = gradients && (m.store.read(gradients.id, '#event') as TapeEvent | undefined);
    if (event && pairs)
      record(m, {
        ...event,
        apply: { call: { ...site, callee: 'keras.optimizers.Optimizer.apply_gradients' }, optimizer: object, pairs },
      });
    return none(site.place);
  },
  minimize: ({ m, object, args, site }) => {
    const operation = makeObject(m, 'loss-probe.train-op', args, site);
    m.store.write(operation.id, '#optimizer', object);
    m.store.write(operation.id, '#loss', argument(args, 0, 'loss') ?? none(site.place));
    return operation;
  },
  compute_gradients: ({ m, args, site }) => makeObject(m, 'loss-probe.gradients', args, site),
  get_config: ({ m, place }) => notKnown(m, 'dynamic', place, 'the configuration of an optimizer'),
};
